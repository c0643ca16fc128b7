/** Entry `chainrule/metrics`: figures of merit with scikit-learn's names and numbers. */

export {
  accuracyScore,
  type BalancedAccuracyOptions,
  balancedAccuracyScore,
  type ConfusionMatrixOptions,
  confusionMatrix,
  type TopKOptions,
  topKAccuracyScore,
  type WeightedOptions,
} from './confusion.js';
export {
  type Average,
  type FbetaOptions,
  f1Score,
  fbetaScore,
  type PrecisionRecall,
  type PrecisionRecallOptions,
  precisionRecallByClass,
  precisionScore,
  recallScore,
} from './precision-recall.js';
export {
  brierScoreLoss,
  type CalibrationOptions,
  expectedCalibrationError,
  type LogLossOptions,
  logLoss,
  perplexity,
} from './probabilities.js';
export { averagePrecisionScore, rocAucScore } from './ranking.js';
export {
  explainedVarianceScore,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  RegressionMetrics,
  r2Score,
  rootMeanSquaredError,
} from './regression.js';
export { streaming } from './streaming/streaming.js';
export type { StreamingMetric } from './streaming/streaming-metric.js';
export type { Rows, Values } from './values.js';
