/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const Adadelta: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Adadelta(params: unchecked, options?: { lr?: number, maximize?: boolean, rho?: number, eps?: number, weightDecay?: number })',
);
export const Adagrad: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Adagrad(params: unchecked, options?: { lr?: number, maximize?: boolean, lrDecay?: number, weightDecay?: number, initialAccumulatorValue?: number, eps?: number })',
);
export const Adam: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Adam(params: unchecked, options?: { lr?: number, maximize?: boolean, betas?: number[], eps?: number, weightDecay?: number, amsgrad?: boolean })',
);
export const AdamW: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AdamW(params: unchecked, options?: { lr?: number, maximize?: boolean, betas?: number[], eps?: number, weightDecay?: number, amsgrad?: boolean })',
);
export const Adamax: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Adamax(params: unchecked, options?: { lr?: number, maximize?: boolean, betas?: number[], eps?: number, weightDecay?: number })',
);
export const ConstantLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ConstantLR(optimizer: Schedulable<paramGroups>, options?: { factor?: number, totalIters?: number })',
);
export const CosineAnnealingLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new CosineAnnealingLR(optimizer: Schedulable<paramGroups>, tMax: number, options?: { etaMin?: number })',
);
export const ExponentialLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ExponentialLR(optimizer: Schedulable<paramGroups>, gamma: number)',
);
export const LRScheduler$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LRScheduler.loadStateDict(state: SchedulerState<lastEpoch,baseLrs,lastLr>)',
);
export const LambdaLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LambdaLR(optimizer: Schedulable<paramGroups>, lrLambda: function | function[])',
);
export const LinearLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LinearLR(optimizer: Schedulable<paramGroups>, options?: { startFactor?: number, endFactor?: number, totalIters?: number })',
);
export const MultiStepLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MultiStepLR(optimizer: Schedulable<paramGroups>, milestones: number[], options?: { gamma?: number })',
);
export const MultiplicativeLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MultiplicativeLR(optimizer: Schedulable<paramGroups>, lrLambda: function | function[])',
);
export const OneCycleLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new OneCycleLR(optimizer: Cyclable<paramGroups>, maxLr: number | number[], options?: { totalSteps?: number, epochs?: number, stepsPerEpoch?: number, pctStart?: number, annealStrategy?: 'cos' | 'linear', cycleMomentum?: boolean, baseMomentum?: number, maxMomentum?: number, divFactor?: number, finalDivFactor?: number, threePhase?: boolean })",
);
export const Optimizer$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Optimizer.loadStateDict(state: OptimizerState<state,paramGroups>)',
);
export const Optimizer$step: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Optimizer.step(options?: { zeroGrad?: boolean })',
);
export const PolynomialLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new PolynomialLR(optimizer: Schedulable<paramGroups>, options?: { totalIters?: number, power?: number })',
);
export const RAdam: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RAdam(params: unchecked, options?: { lr?: number, maximize?: boolean, betas?: number[], eps?: number, weightDecay?: number })',
);
export const RMSprop: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RMSprop(params: unchecked, options?: { lr?: number, maximize?: boolean, alpha?: number, eps?: number, weightDecay?: number, momentum?: number, centered?: boolean })',
);
export const ReduceLROnPlateau: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new ReduceLROnPlateau(optimizer: Schedulable<paramGroups>, options?: { mode?: 'min' | 'max', factor?: number, patience?: number, threshold?: number, thresholdMode?: 'rel' | 'abs', cooldown?: number, minLr?: number | number[], eps?: number })",
);
export const ReduceLROnPlateau$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ReduceLROnPlateau.loadStateDict(state: PlateauState<lastEpoch,best,numBadEpochs>)',
);
export const ReduceLROnPlateau$step: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ReduceLROnPlateau.step(metric: number | Tensor<node>)',
);
export const Rprop: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Rprop(params: unchecked, options?: { lr?: number, maximize?: boolean, etas?: number[], stepSizes?: number[] })',
);
export const SGD: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new SGD(params: unchecked, options?: { lr?: number, maximize?: boolean, momentum?: number, dampening?: number, weightDecay?: number, nesterov?: boolean })',
);
export const StepLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new StepLR(optimizer: Schedulable<paramGroups>, stepSize: number, options?: { gamma?: number })',
);
export const clipGradNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'clipGradNorm(params: Tensor<node> | iterable, maxNorm: number, options?: { normType?: number })',
);
export const clipGradValue: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'clipGradValue(params: Tensor<node> | iterable, clipValue: number)',
);
