/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const RegressionMetrics$add: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RegressionMetrics.add(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length> })',
);
export const RegressionMetrics$merge: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RegressionMetrics.merge(other: RegressionMetrics<add,merge>)',
);
export const accuracyScore: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'accuracyScore(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length> })',
);
export const averagePrecisionScore: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'averagePrecisionScore(yTrue: Tensor<node> | ArrayLike<length>, yScore: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length> })',
);
export const balancedAccuracyScore: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'balancedAccuracyScore(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length>, adjusted?: boolean })',
);
export const brierScoreLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'brierScoreLoss(yTrue: Tensor<node> | ArrayLike<length>, yProb: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length> })',
);
export const confusionMatrix: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'confusionMatrix(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length>, labels?: number[] })',
);
export const expectedCalibrationError: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'expectedCalibrationError(yTrue: Tensor<node> | ArrayLike<length>, yProb: Tensor<node> | ArrayLike<length>[], options?: { bins?: number })',
);
export const explainedVarianceScore: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'explainedVarianceScore(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length> })',
);
export const f1Score: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'f1Score(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length>, average?: any, posLabel?: number, zeroDivision?: number })',
);
export const fbetaScore: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'fbetaScore(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options: { sampleWeight?: Tensor<node> | ArrayLike<length>, average?: any, posLabel?: number, zeroDivision?: number, beta: number })',
);
export const logLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'logLoss(yTrue: Tensor<node> | ArrayLike<length>, yProb: Tensor<node> | ArrayLike<length>[], options?: { sampleWeight?: Tensor<node> | ArrayLike<length>, eps?: number })',
);
export const meanAbsoluteError: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'meanAbsoluteError(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length> })',
);
export const meanAbsolutePercentageError: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'meanAbsolutePercentageError(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length> })',
);
export const meanSquaredError: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'meanSquaredError(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length> })',
);
export const perplexity: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'perplexity(meanLogLoss: Tensor<node> | ArrayLike<length> | number)',
);
export const precisionRecallByClass: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'precisionRecallByClass(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: any)',
);
export const precisionScore: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'precisionScore(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length>, average?: any, posLabel?: number, zeroDivision?: number })',
);
export const r2Score: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'r2Score(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length> })',
);
export const recallScore: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'recallScore(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length>, average?: any, posLabel?: number, zeroDivision?: number })',
);
export const rocAucScore: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'rocAucScore(yTrue: Tensor<node> | ArrayLike<length>, yScore: Tensor<node> | ArrayLike<length> | ArrayLike<length>[], options?: { sampleWeight?: Tensor<node> | ArrayLike<length> })',
);
export const rootMeanSquaredError: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'rootMeanSquaredError(yTrue: Tensor<node> | ArrayLike<length>, yPred: Tensor<node> | ArrayLike<length>, options?: { sampleWeight?: Tensor<node> | ArrayLike<length> })',
);
export const topKAccuracyScore: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'topKAccuracyScore(yTrue: Tensor<node> | ArrayLike<length>, yScore: Tensor<node> | ArrayLike<length>[], options?: { sampleWeight?: Tensor<node> | ArrayLike<length>, k?: number })',
);
