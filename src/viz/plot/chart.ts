/** What all charts share: the frame of a Vega-Lite specification, its title and its colours. */

import { Picture, type VegaLiteSpec } from '../picture.js';
import { chartConfig, type PictureOptions, type Theme, themeOf } from '../style/theme.js';

/** Width of a whole chart in pixels: a page's column, a README's. */
export const CHART_WIDTH = 640;
/** What axis labels and padding take of it beside the plot itself. */
export const PLOT_WIDTH = 540;

/** Options of charts with one pair of axes. */
export interface ChartOptions extends PictureOptions {
  /** What the horizontal axis shows. */
  readonly xLabel?: string;
  /** What the vertical axis shows. */
  readonly yLabel?: string;
}

/** Title and small print; small print alone stands in the title's place. */
function headingOf(text: string, subtitle: string, { quiet }: Theme): VegaLiteSpec {
  if (text !== '') return { title: { text, subtitle } };
  if (subtitle === '') return {};
  return { title: { text: subtitle, color: quiet, fontSize: 12, fontWeight: 'normal' } };
}

/** A picture of a specification without its frame. `subtitle` is one line of small print. */
export function chart(
  op: string,
  options: PictureOptions,
  body: VegaLiteSpec,
  { title = '', subtitle = '' }: { readonly title?: string; readonly subtitle?: string } = {},
): Picture {
  const theme = themeOf(op, options.theme);
  const text = options.title ?? title;
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    config: chartConfig(theme),
    ...headingOf(text, subtitle, theme),
    ...body,
  };
  return new Picture({ kind: 'vega-lite', spec });
}

/** A chart that fills the usual width with one view. */
export const singleView: VegaLiteSpec = {
  width: CHART_WIDTH,
  height: 400,
  autosize: { type: 'fit', contains: 'padding' },
};

/** A legend in a row above the plot, which takes no width from it. */
export const topLegend: VegaLiteSpec = {
  orient: 'top',
  title: null,
  symbolType: 'stroke',
  symbolOpacity: 1,
  symbolStrokeWidth: 2.5,
  labelLimit: 400,
};
/** A horizontal axis whose labels do not crowd. */
export const calmAxis: VegaLiteSpec = { tickCount: 8, grid: true };
