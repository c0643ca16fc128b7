/**
 * The libraries that draw, loaded when the first picture needs them: Graphviz, Vega-Lite, resvg.
 * They are optional peers, so their absence is a message with the line that installs them.
 */

/** What is used of Vega-Lite: a short specification becomes a Vega one. */
interface VegaLitePackage {
  compile(spec: object): { readonly spec: import('vega').Spec };
}

/** Every optional peer that is code, by the name it is installed under. */
interface Peers {
  readonly '@resvg/resvg-js': typeof import('@resvg/resvg-js');
  readonly '@viz-js/viz': typeof import('@viz-js/viz');
  readonly vega: typeof import('vega');
  readonly 'vega-lite': VegaLitePackage;
}

// Literal names, so that bundlers find what a page uses.
const loaders: { readonly [Name in keyof Peers]: () => Promise<Peers[Name]> } = {
  '@resvg/resvg-js': () => import('@resvg/resvg-js'),
  '@viz-js/viz': () => import('@viz-js/viz'),
  vega: () => import('vega'),
  'vega-lite': () => import('vega-lite'),
};

/** What each kind of picture needs, as one line to install it. */
const installs: { readonly [Name in keyof Peers]: string } = {
  '@resvg/resvg-js': 'npm install @resvg/resvg-js dejavu-fonts-ttf',
  '@viz-js/viz': 'npm install @viz-js/viz',
  vega: 'npm install vega vega-lite',
  'vega-lite': 'npm install vega vega-lite',
};

/**
 * An optional peer. `op` is the operation that needs it.
 * @throws Error with the install line when it is not there.
 */
export async function loadPeer<Name extends keyof Peers>(
  op: string,
  name: Name,
): Promise<Peers[Name]> {
  try {
    return await loaders[name]();
  } catch (cause) {
    throw new Error(`${op}: needs ${name}, which cannot be loaded. Run: ${installs[name]}`, {
      cause,
    });
  }
}
