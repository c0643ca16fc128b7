/**
 * `Picture`, what every plot and every drawn graph is: a specification, and its forms as SVG, PNG,
 * a file, and a notebook's output. Who draws is in `render/`.
 */

import { oneOf, ValueError } from '../errors.js';
import { writeFileAtomic } from '../io/index.js';
import { nodeModule } from '../io/node-modules.js';
import * as signatures from '../signatures/viz.js';
import { renderChart } from './render/chart.js';
import { renderGraph } from './render/graph.js';
import { renderPng } from './render/png.js';

/** A Vega-Lite specification: https://vega.github.io/vega-lite/docs/spec.html */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

/**
 * A picture before it is drawn: a Vega-Lite specification, a graph in Graphviz's language, or the
 * text of an SVG, such as a film of `chainrule/rl`.
 */
export type PictureSource =
  | { readonly kind: 'vega-lite'; readonly spec: VegaLiteSpec }
  | { readonly kind: 'graphviz' | 'svg'; readonly spec: string };

/** Endings of files that each kind can be saved as. */
const endingsOf: Readonly<Record<PictureSource['kind'], readonly string[]>> = {
  'vega-lite': ['svg', 'png', 'json'],
  graphviz: ['svg', 'png', 'dot'],
  svg: ['svg', 'png'],
};

/** The SVG of a source. */
function drawn(source: PictureSource): Promise<string> {
  switch (source.kind) {
    case 'vega-lite':
      return renderChart(source.spec);
    case 'graphviz':
      return renderGraph(source.spec);
    case 'svg':
      return Promise.resolve(source.spec);
  }
}

/** Options of `toPNG`. */
export interface PngOptions {
  /** Pixels per unit of the SVG, 2 by default. */
  readonly scale?: number;
}

/** How a file of each ending is written. */
const formats: Readonly<
  Record<string, (picture: Picture, options: PngOptions) => Promise<Uint8Array | string>>
> = {
  svg: (picture) => picture.toSVG(),
  png: (picture, options) => picture.toPNG(options),
  json: async (picture) => `${picture.source()}\n`,
  dot: async (picture) => picture.source(),
};

/**
 * A picture that has been described and is drawn when it is asked for. The same data give the same
 * bytes. As the last value of a notebook cell it shows itself (Deno's kernel).
 *
 * @example
 * const picture = plotFunction(Math.tanh, { domain: [-4, 4] });
 * console.log(await picture.save('tanh.svg')); // tanh.svg
 */
export class Picture {
  readonly kind: PictureSource['kind'];
  /** The Vega-Lite specification, the graph in the language DOT, or the SVG. */
  readonly spec: VegaLiteSpec | string;
  readonly #draw: () => Promise<string>;

  constructor(source: PictureSource) {
    signatures.Picture.check(arguments);
    this.kind = source.kind;
    this.spec = source.spec;
    this.#draw = () => drawn(source);
  }

  /** The specification as text: JSON, DOT, or SVG. */
  source(): string {
    return typeof this.spec === 'string' ? this.spec : JSON.stringify(this.spec, null, 2);
  }

  /**
   * The picture as SVG, without a browser.
   * @throws Error with the install line when `vega` and `vega-lite` (`@viz-js/viz` for a graph) are
   * not installed.
   */
  toSVG(): Promise<string> {
    return this.#draw();
  }

  /**
   * The picture as PNG, in Node and Deno. Text is set in DejaVu Sans where `dejavu-fonts-ttf` is
   * installed (the same pixels everywhere), else in a font of the system.
   * @throws Error with the install line when `@resvg/resvg-js`, or every font, is missing.
   * @throws ValueError for a scale that is not a positive number.
   */
  async toPNG(options: PngOptions = {}): Promise<Uint8Array> {
    signatures.Picture$toPNG.check(arguments);
    const { scale = 2 } = options;
    if (!(scale > 0 && scale <= 16)) {
      throw new ValueError(`toPNG: scale must be a number above 0 and up to 16, got ${scale}`);
    }
    return renderPng(await this.toSVG(), scale);
  }

  /**
   * Writes a file of the kind that its ending says: `.svg`, `.png`, `.json` (the Vega-Lite
   * specification) or `.dot`. Makes missing folders; the file appears complete or not at all.
   * Resolves with the path. Node and Deno only.
   * @throws ValueError for another ending; DataError when it cannot be written.
   */
  async save(path: string, options: PngOptions = {}): Promise<string> {
    signatures.Picture$save.check(arguments);
    const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
    const endings = endingsOf[this.kind];
    const write = endings.includes(ending) ? formats[ending] : undefined;
    if (write === undefined) {
      const allowed = oneOf(endings.map((one) => `.${one}`));
      throw new ValueError(`save: the path must end in ${allowed}, got '${path}'`);
    }
    const content = await write(this, options);
    const { dirname } = nodeModule('save', 'node:path');
    nodeModule('save', 'node:fs').mkdirSync(dirname(path), { recursive: true });
    writeFileAtomic(path, content);
    return path;
  }

  /** What a notebook shows, by MIME type. */
  async #bundle(): Promise<Record<string, unknown>> {
    const bundle: Record<string, unknown> = {
      'text/plain': `Picture(${this.kind})`,
      'image/svg+xml': await this.toSVG(),
    };
    if (this.kind === 'vega-lite') bundle['application/vnd.vegalite.v6+json'] = this.spec;
    return bundle;
  }

  static {
    // Deno's kernel asks a value for its bundle:
    // https://docs.deno.com/runtime/reference/cli/jupyter/
    Object.defineProperty(Picture.prototype, Symbol.for('Jupyter.display'), {
      value(this: Picture) {
        return this.#bundle();
      },
    });
  }
}
