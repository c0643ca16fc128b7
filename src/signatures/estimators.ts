/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const MLPClassifier: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new MLPClassifier(options?: { hiddenLayerSizes?: number[], activation?: 'identity' | 'logistic' | 'tanh' | 'relu', solver?: 'sgd' | 'adam', alpha?: number, batchSize?: number | 'auto', learningRate?: 'constant' | 'invscaling' | 'adaptive', learningRateInit?: number, powerT?: number, maxIter?: number, shuffle?: boolean, seed?: number, tol?: number, warmStart?: boolean, momentum?: number, nesterovsMomentum?: boolean, earlyStopping?: boolean, validationFraction?: number, beta1?: number, beta2?: number, epsilon?: number, nIterNoChange?: number })",
);
export const MLPClassifier$fit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MLPClassifier.fit(x: Tensor<node> | number[][], y: Tensor<node> | number[])',
);
export const MLPClassifier$partialFit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MLPClassifier.partialFit(x: Tensor<node> | number[][], y: Tensor<node> | number[], classes?: number[])',
);
export const MLPClassifier$predict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MLPClassifier.predict(x: Tensor<node> | number[][])',
);
export const MLPClassifier$predictLogProba: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MLPClassifier.predictLogProba(x: Tensor<node> | number[][])',
);
export const MLPClassifier$predictProba: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MLPClassifier.predictProba(x: Tensor<node> | number[][])',
);
export const MLPClassifier$score: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MLPClassifier.score(x: Tensor<node> | number[][], y: Tensor<node> | number[])',
);
export const MLPRegressor: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new MLPRegressor(options?: { hiddenLayerSizes?: number[], activation?: 'identity' | 'logistic' | 'tanh' | 'relu', solver?: 'sgd' | 'adam', alpha?: number, batchSize?: number | 'auto', learningRate?: 'constant' | 'invscaling' | 'adaptive', learningRateInit?: number, powerT?: number, maxIter?: number, shuffle?: boolean, seed?: number, tol?: number, warmStart?: boolean, momentum?: number, nesterovsMomentum?: boolean, earlyStopping?: boolean, validationFraction?: number, beta1?: number, beta2?: number, epsilon?: number, nIterNoChange?: number })",
);
export const MLPRegressor$fit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MLPRegressor.fit(x: Tensor<node> | number[][], y: Tensor<node> | number[] | number[][])',
);
export const MLPRegressor$partialFit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MLPRegressor.partialFit(x: Tensor<node> | number[][], y: Tensor<node> | number[] | number[][])',
);
export const MLPRegressor$predict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MLPRegressor.predict(x: Tensor<node> | number[][])',
);
export const MLPRegressor$score: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MLPRegressor.score(x: Tensor<node> | number[][], y: Tensor<node> | number[] | number[][])',
);
export const OneLayerNetwork: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new OneLayerNetwork(inFeatures: number, outFeatures: number, options?: { activation?: 'linear' | 'relu' | 'sigmoid' | 'tanh', seed?: number })",
);
export const OneLayerNetwork$backward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'OneLayerNetwork.backward(dy: number[][])',
);
export const OneLayerNetwork$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'OneLayerNetwork.forward(x: number[][])',
);
export const OneLayerNetwork$step: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'OneLayerNetwork.step(lr: number)',
);
export const Perceptron: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Perceptron(options?: { fitIntercept?: boolean, maxIter?: number, tol?: number | null, shuffle?: boolean, eta0?: number, nIterNoChange?: number, seed?: number })',
);
export const Perceptron$decisionFunction: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Perceptron.decisionFunction(x: Tensor<node> | number[][])',
);
export const Perceptron$fit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Perceptron.fit(x: Tensor<node> | number[][], y: Tensor<node> | number[])',
);
export const Perceptron$partialFit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Perceptron.partialFit(x: Tensor<node> | number[][], y: Tensor<node> | number[], classes?: number[])',
);
export const Perceptron$predict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Perceptron.predict(x: Tensor<node> | number[][])',
);
export const Perceptron$score: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Perceptron.score(x: Tensor<node> | number[][], y: Tensor<node> | number[])',
);
