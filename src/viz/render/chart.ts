/** Draws a Vega-Lite specification as SVG, without a browser. */

import { loadVega, loadVegaLite } from './peers.js';

/** What Vega writes and nothing shows: attributes that hold anyway, paths of no points. */
const idle =
  / (?:opacity="1"|transform="translate\(0,0\)")|<path class="foreground"[^>]*? d=""[^>]*?\/>/g;
/** Attributes that place things, and numbers in them with digits far below a pixel. */
const placing = / (?:transform|d|x2?|y2?|width|height)="[^"]*"/g;
const fine = /-?\d+\.\d{4,}(?:e-?\d+)?/g;

/** The same picture in half the bytes. */
const tidy = (svg: string): string =>
  svg.replace(/<[^>]*>/g, (tag) =>
    tag
      .replace(idle, '')
      .replace(placing, (one) =>
        one.replace(fine, (x) => String(Math.round(Number(x) * 1000) / 1000)),
      ),
  );

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
    return tidy(await view.toSVG());
  } finally {
    view.finalize();
  }
}
