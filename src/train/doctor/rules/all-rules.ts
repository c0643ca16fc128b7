/** The rules on steps that are looked at closely, with a memory of their own for each doctor. */

import type { Rule } from '../watch/sample.js';
import { deadRelu, saturatedActivation } from './activations.js';
import { gradientSizes } from './gradients.js';
import { constantFeature, inputIgnored, inputsNotNormalised, leakage } from './inputs.js';
import { type LineOf, nonfiniteGradients } from './numbers.js';
import {
  optimizerMissesParameter,
  parameterUnregistered,
  parameterWithoutGradient,
  symmetricWeights,
} from './parameters.js';
import { biasBeforeNorm, reshapeForPermute, trainingInEvalMode } from './structure.js';
import { binaryLoss, classLoss, targetBroadcast } from './targets.js';
import type { Vitals } from './vitals.js';

/** All rules, made anew. */
export function makeRules(vitals: Vitals, lineOf: LineOf): readonly Rule[] {
  return [
    optimizerMissesParameter,
    parameterWithoutGradient(),
    parameterUnregistered,
    trainingInEvalMode,
    biasBeforeNorm,
    reshapeForPermute,
    symmetricWeights,
    inputsNotNormalised,
    constantFeature(),
    leakage(),
    inputIgnored(),
    classLoss(vitals),
    binaryLoss(vitals),
    targetBroadcast,
    deadRelu(),
    saturatedActivation(),
    gradientSizes(vitals),
    nonfiniteGradients(lineOf),
  ];
}
