/** Entry `chainrule/viz`: pictures of graphs, data, training and weights; the table of a model. */

export { type DrawGraphOptions, drawGraph } from './draw-graph.js';
export { type DrawProgramOptions, drawProgram } from './draw-program.js';
export type { ValueLike, ValueModule } from './graph/value-boxes.js';
export type { InputLike } from './model-input.js';
export { Picture, type PictureSource, type PngOptions, type VegaLiteSpec } from './picture.js';
export type { ChartOptions } from './plot/chart.js';
export type { Numbers } from './plot/numbers.js';
export { type HasCounts, type PlotConfusionOptions, plotConfusion } from './plot/plot-confusion.js';
export {
  type Classifier,
  type PlotDecisionSurfaceOptions,
  plotDecisionSurface,
} from './plot/plot-decision-surface.js';
export {
  type NumberFunction,
  type PlotFunctionOptions,
  plotFunction,
} from './plot/plot-function.js';
export { type PlotHistogramOptions, plotHistogram } from './plot/plot-histogram.js';
export { type PlotImagesOptions, plotImages } from './plot/plot-images.js';
export {
  type PlaneFunction,
  type PlotLandscapeOptions,
  plotLandscape,
  type Walk,
} from './plot/plot-landscape.js';
export { type PlotLossSurfaceOptions, plotLossSurface } from './plot/plot-loss-surface.js';
export {
  type MetricsRow,
  type PlotLossOptions,
  type PlotMetricsOptions,
  plotLoss,
  plotMetrics,
} from './plot/plot-metrics.js';
export type { PictureOptions, ThemeName } from './style/theme.js';
export { ModelSummary, type SummaryRow, type SummaryTotals, summary } from './summary.js';
