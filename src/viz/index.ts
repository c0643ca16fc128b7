/** Entry `chainrule/viz`: pictures of graphs, data, training and weights; the table of a model. */

export { type DrawGraphOptions, drawGraph } from './draw-graph.js';
export type { ValueLike, ValueModule } from './graph/value-boxes.js';
export type { InputLike } from './model-input.js';
export { Picture, type PictureSource, type PngOptions, type VegaLiteSpec } from './picture.js';
export type { PictureOptions, ThemeName } from './theme.js';
