/** Draws a graph in the language DOT as SVG, with Graphviz compiled to WebAssembly. */

import { fontFamily, measuredFont } from '../style/theme.js';
import { loadGraphviz } from './peers.js';

/** The SVG of a DOT graph. @throws Error when `@viz-js/viz` is not installed. */
export async function renderGraph(dot: string): Promise<string> {
  const { instance } = await loadGraphviz('drawGraph');
  const graphviz = await instance();
  const svg = graphviz.renderString(dot, { format: 'svg', engine: 'dot' });
  // Graphviz measures one face only; the others are for readers who do not have it.
  return svg.replaceAll(`font-family="${measuredFont}"`, `font-family="${fontFamily}"`);
}
