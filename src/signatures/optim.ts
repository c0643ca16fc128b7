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
export const AveragedModel: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AveragedModel(model: Module<ownState,training>, options?: { avgFn?: function, useBuffers?: boolean })',
);
export const AveragedModel$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AveragedModel.forward(...inputs?: unchecked)',
);
export const AveragedModel$updateParameters: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AveragedModel.updateParameters(model: Module<ownState,training>)',
);
export const ChainedScheduler: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ChainedScheduler(schedulers: LRScheduler<optimizer,lastEpoch>[])',
);
export const ConstantLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ConstantLR(optimizer: Schedulable<paramGroups>, options?: { factor?: number, totalIters?: number })',
);
export const CosineAnnealingLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new CosineAnnealingLR(optimizer: Schedulable<paramGroups>, tMax: number, options?: { etaMin?: number })',
);
export const CosineAnnealingWarmRestarts: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new CosineAnnealingWarmRestarts(optimizer: Schedulable<paramGroups>, t0: number, options?: { tMult?: number, etaMin?: number })',
);
export const CosineAnnealingWarmRestarts$step: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'CosineAnnealingWarmRestarts.step(epoch?: number)',
);
export const CyclicLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new CyclicLR(optimizer: Cyclable<paramGroups>, baseLr: number | number[], maxLr: number | number[], options?: { stepSizeUp?: number, stepSizeDown?: number | null, mode?: 'triangular' | 'triangular2' | 'exp_range', gamma?: number, scaleFn?: function | null, scaleMode?: 'cycle' | 'iterations', cycleMomentum?: boolean, baseMomentum?: number | number[], maxMomentum?: number | number[] })",
);
export const ExponentialLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ExponentialLR(optimizer: Schedulable<paramGroups>, gamma: number)',
);
export const LBFGS: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new LBFGS(params: unchecked, options?: { lr?: number, maxIter?: number, maxEval?: number | null, toleranceGrad?: number, toleranceChange?: number, historySize?: number, lineSearchFn?: 'strong_wolfe' | null })",
);
export const LBFGS$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LBFGS.loadStateDict(state: LBFGSState<hyperparameters,search,scale>)',
);
export const LBFGS$step: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LBFGS.step(closure: function)',
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
export const NAdam: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new NAdam(params: unchecked, options?: { lr?: number, maximize?: boolean, betas?: number[], eps?: number, weightDecay?: number, momentumDecay?: number })',
);
export const OneCycleLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new OneCycleLR(optimizer: Cyclable<paramGroups>, maxLr: number | number[], options?: { totalSteps?: number, epochs?: number, stepsPerEpoch?: number, pctStart?: number, annealStrategy?: 'cos' | 'linear', cycleMomentum?: boolean, baseMomentum?: number, maxMomentum?: number, divFactor?: number, finalDivFactor?: number, threePhase?: boolean })",
);
export const Optimizer$addParamGroup: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Optimizer.addParamGroup(group: any)',
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
export const SWALR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new SWALR(optimizer: Schedulable<paramGroups>, swaLr: number | number[], options?: { annealEpochs?: number, annealStrategy?: 'cos' | 'linear' })",
);
export const SequentialLR: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new SequentialLR(optimizer: Schedulable<paramGroups>, schedulers: LRScheduler<optimizer,lastEpoch>[], milestones: number[])',
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
export const getEmaAvgFn: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'getEmaAvgFn(decay?: number)',
);
export const updateBn: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'updateBn(loader: iterable, model: Module<ownState,training>)',
);
