/** Draws a Vega-Lite specification as SVG, without a browser. */

import { loadVega, loadVegaLite } from './peers.js';

/** The SVG of a specification. @throws Error when `vega` or `vega-lite` is not installed. */
export async function renderChart(spec: object): Promise<string> {
  const vegaLite = await loadVegaLite('plot');
  const vega = await loadVega('plot');
  // A copy, because Vega writes numbers of its own into the data.
  const view = new vega.View(vega.parse(vegaLite.compile(structuredClone(spec)).spec), {
    renderer: 'none',
  });
  // Names inside the SVG are numbered: starting again makes the same picture the same bytes.
  vega.resetSVGDefIds();
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
