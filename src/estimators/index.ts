/** Entry `chainrule/estimators`: models with scikit-learn's `fit`, `predict` and `score`. */

export { MLPClassifier } from './mlp-classifier.js';
export type { MLPOptions } from './mlp-options.js';
export { MLPRegressor } from './mlp-regressor.js';
export { OneLayerNetwork, type OneLayerOptions } from './one-layer-network.js';
export { Perceptron, type PerceptronOptions } from './perceptron.js';
export type { Samples, Targets } from './samples.js';
