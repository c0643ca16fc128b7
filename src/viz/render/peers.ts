/**
 * The libraries that draw, loaded when the first picture needs them: Graphviz, Vega-Lite. They are
 * optional peers, so their absence is a message with the line that installs them. resvg, which is
 * for Node and Deno alone, is beside its use in `png.ts`.
 */

/** What is used of Vega-Lite: a short specification becomes a Vega one. */
interface VegaLitePackage {
  compile(spec: object): { readonly spec: import('vega').Spec };
}

/** The error for an optional peer that `op` needs and that cannot be loaded. */
export function missingPeer(op: string, name: string, install: string, cause: unknown): Error {
  return new Error(`${op}: needs ${name}, which cannot be loaded. Run: npm install ${install}`, {
    cause,
  });
}

// Each import has its literal name, so that bundlers find it, and a `try` of its own, which tells
// them that a page may do without.

/** Graphviz. @throws Error with the install line when it is not there. */
export async function loadGraphviz(op: string): Promise<typeof import('@viz-js/viz')> {
  try {
    return await import('@viz-js/viz');
  } catch (cause) {
    throw missingPeer(op, '@viz-js/viz', '@viz-js/viz', cause);
  }
}

/** Vega. @throws Error with the install line when it is not there. */
export async function loadVega(op: string): Promise<typeof import('vega')> {
  try {
    return await import('vega');
  } catch (cause) {
    throw missingPeer(op, 'vega', 'vega vega-lite', cause);
  }
}

/** Vega-Lite. @throws Error with the install line when it is not there. */
export async function loadVegaLite(op: string): Promise<VegaLitePackage> {
  try {
    return await import('vega-lite');
  } catch (cause) {
    throw missingPeer(op, 'vega-lite', 'vega vega-lite', cause);
  }
}
