/**
 * The network on one of its points as an expression of single numbers, which the stepper reads:
 * weights as they are now, one statement a neuron, and the loss of this point.
 */

import {
  type ActivationName,
  type FeatureName,
  isRegression,
  type LossName,
  outputsOf,
  type PlayConfig,
  type Point,
} from './config.js';
import { inputsOf, targetsOf } from './points.js';
import { chosen, lossesOfTask, taskOf } from './task.js';

/** More weights than this make a graph that nobody can read. */
export const mostWeights = 150;

/** What a layer has learned. */
export interface LayerNumbers {
  readonly weight: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
}

const activationTexts: Readonly<Record<ActivationName, ((sum: string) => string) | null>> = {
  tanh: (sum) => `tanh(${sum})`,
  relu: (sum) => `relu(${sum})`,
  sigmoid: (sum) => `sigmoid(${sum})`,
  // The stepper has no operation for it.
  gelu: null,
  linear: (sum) => sum,
};

/** Features by names that an expression can have; columns of a table have one already. */
const plainNames: ReadonlyMap<FeatureName, string> = new Map([
  ['x1²', 'x1x1'],
  ['x2²', 'x2x2'],
  ['sin x1', 'sinx1'],
  ['sin x2', 'sinx2'],
]);

/** Why the stepper cannot show this network, or an empty text. */
export function whyNotStepped(config: PlayConfig, layers: readonly LayerNumbers[]): string {
  if (config.data === 'digits') {
    return 'A digit has 64 pixels, and each hidden neuron a weight for every one of them: more numbers than the stepper can draw. Take points in the plane.';
  }
  const count = layers.reduce((sum, { weight, bias }) => sum + weight.length + bias.length, 0);
  if (count > mostWeights) {
    return `This network has ${count} weights. The stepper draws every number, so it takes at most ${mostWeights}: take fewer layers, neurons or features.`;
  }
  if (config.batchNorm) {
    return 'Batch norm looks at many points at once, and the stepper at one: train without it.';
  }
  if (activationTexts[config.activation] === null && config.hidden.length > 0) {
    return `The stepper has no ${config.activation}: train with tanh, relu or sigmoid.`;
  }
  return '';
}

const differences: Readonly<Record<'squared' | 'absolute' | 'huber', readonly string[]>> = {
  squared: ['loss = d**2'],
  absolute: ['loss = relu(d) + relu(-d)'],
  huber: [
    'size = relu(d) + relu(-d)',
    'near = size - relu(size - 1)',
    'loss = near**2/2 + size - near',
  ],
};

function lossLines(config: PlayConfig, outputs: readonly string[], target: number): string[] {
  const [output = '0'] = outputs;
  switch (taskOf(config)) {
    case 'number': {
      const name = chosen(lossesOfTask.number, config);
      return [`target = ${target}`, `d = ${output} - target`, ...differences[name]];
    }
    case 'sides':
      return sideLines(chosen(lossesOfTask.sides, config), output, target);
    case 'classes':
      return classLines(chosen(lossesOfTask.classes, config), outputs, target);
  }
}

/** Two sides are -1 and 1. */
function sideLines(loss: LossName, output: string, target: number): string[] {
  const side = `side = ${2 * target - 1}`;
  if (loss === 'squared') return [side, `loss = (${output} - side)**2`];
  if (loss === 'margin') return [side, `loss = relu(1 - side*${output})`];
  return [side, `loss = log(1 + exp(-side*${output}))`];
}

function classLines(loss: LossName, outputs: readonly string[], target: number): string[] {
  const right = outputs[target] ?? outputs[0];
  if (loss === 'margin') {
    const others = outputs.filter((name) => name !== right);
    const terms = others.map((name) => `relu(1 - ${right} + ${name})`);
    return [`loss = (${terms.join(' + ')})/${outputs.length}`];
  }
  const sum = outputs.map((name) => `exp(${name})`).join(' + ');
  return [`loss = log(${sum}) - ${right}`];
}

/** A 32-bit number in as few digits as tell it from its neighbours. */
function digits(value: number | undefined): string {
  return `${Number((value ?? 0).toPrecision(9))}`;
}

/** The expression. The network must be one that the stepper takes. */
export function stepperCode(
  config: PlayConfig,
  layers: readonly LayerNumbers[],
  point: Point,
): string {
  const [shown = []] = inputsOf(config.features, [point]);
  let inputs = config.features.map((name): string => plainNames.get(name) ?? name);
  const lines = [inputs.map((name, i) => `${name} = ${digits(shown[i])}`).join('; ')];
  const activate = activationTexts[config.activation] ?? ((sum: string) => sum);
  for (const [l, { weight, bias }] of layers.entries()) {
    const isLast = l === layers.length - 1;
    inputs = Array.from(bias as ArrayLike<number>, (b, n) => {
      const name = `${l + 1}${n + 1}`;
      const terms = inputs.map((input, i) => [`w${name}${i + 1}`, input] as const);
      const given = terms.map(([w], i) => `${w} = ${digits(weight[n * terms.length + i])}`);
      lines.push([...given, `b${name} = ${digits(b)}`].join('; '));
      const sum = [`b${name}`, ...terms.map((term) => term.join('*'))].join(' + ');
      const own = isLast ? `out${outputsOf(config) > 1 ? n : ''}` : `h${name}`;
      lines.push(`${own} = ${isLast ? sum : activate(sum)}`);
      return own;
    });
  }
  const [target = 0] = targetsOf(config, [point]);
  return [
    ...lines,
    ...lossLines(config, inputs, isRegression(config) ? Number(digits(target)) : target),
  ].join('\n');
}
