/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const ModelSummary: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ModelSummary(rows: SummaryRow<name,type,depth>[], totals: SummaryTotals<parameters,trainable,multiplyAdds>)',
);
export const Picture: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Picture(source: object)',
);
export const Picture$save: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Picture.save(path: string, options?: { scale?: number })',
);
export const Picture$toPNG: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Picture.toPNG(options?: { scale?: number })',
);
export const plotConfusion: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "plotConfusion(matrix: HasCounts<counts> | Tensor<node> | number[][], options?: { title?: string, theme?: 'light' | 'dark', labels?: string[], normalize?: boolean })",
);
export const plotDecisionSurface: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "plotDecisionSurface(classifier: Module<ownState,training> | function, x: Tensor<node> | ArrayLike<length>[], y: Tensor<node> | ArrayLike<length>, options?: { title?: string, theme?: 'light' | 'dark', xLabel?: string, yLabel?: string, labels?: string[], threshold?: number, resolution?: number })",
);
export const plotFunction: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "plotFunction(functions: function | object, options?: { title?: string, theme?: 'light' | 'dark', xLabel?: string, yLabel?: string, domain?: number[], points?: number })",
);
export const plotHistogram: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "plotHistogram(values: Tensor<node> | ArrayLike<length> | Module<ownState,training> | object, options?: { title?: string, theme?: 'light' | 'dark', bins?: number, of?: 'weights' | 'gradients' | 'activations', input?: number[] | Tensor<node> | (number[] | Tensor<node>)[], maxPanels?: number })",
);
export const plotImages: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "plotImages(images: Tensor<node>, options?: { title?: string, theme?: 'light' | 'dark', labels?: Tensor<node> | ArrayLike<length>, predictions?: Tensor<node> | ArrayLike<length>, classNames?: string[], columns?: number, maxImages?: number })",
);
export const plotLandscape: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "plotLandscape(fn: function, options?: { title?: string, theme?: 'light' | 'dark', xLabel?: string, yLabel?: string, x?: number[], y?: number[], walks?: object, view?: 'map' | 'mountain', resolution?: number })",
);
export const plotLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "plotLoss(losses: Tensor<node> | ArrayLike<length> | object, options?: { title?: string, theme?: 'light' | 'dark', xLabel?: string, yLabel?: string, logScale?: boolean, smoothing?: number })",
);
export const plotLossSurface: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "plotLossSurface(model: Module<ownState,training>, loss: function, options?: { title?: string, theme?: 'light' | 'dark', span?: number, resolution?: number, seed?: number })",
);
export const plotMetrics: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "plotMetrics(rows: object[] | string, options?: { title?: string, theme?: 'light' | 'dark', metrics?: string[], logScale?: boolean })",
);
