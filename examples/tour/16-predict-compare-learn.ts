/**
 * Tour 16: predict, compare, learn. All of gradient descent in one line, for one weight; and what
 * happens when the input is larger than the step allows for.
 * Run: npx tsx examples/tour/16-predict-compare-learn.ts
 */

import { Value } from 'chainrule/scalar';
import { Picture, plotFunction } from 'chainrule/viz';

interface Learned {
  readonly errors: number[];
  readonly weights: number[];
}

function learn(input: number, goal: number, alpha: number): Learned {
  let weight = 0.5;
  const weights = [weight];
  const errors: number[] = [];
  for (let iteration = 0; iteration < 20; iteration++) {
    const prediction = input * weight;
    errors.push((prediction - goal) ** 2);
    // Direction and amount: how wrong, times the input. It stops by itself when nothing is wrong,
    // turns around when the input is negative, and takes larger steps when the input is larger.
    weight -= alpha * (prediction - goal) * input;
    weights.push(weight);
  }
  return { errors, weights };
}

const { errors, weights } = learn(0.5, 0.8, 1);
for (const i of [0, 1, 2, 19]) console.log(`error ${errors[i]?.toFixed(8)}`);
console.log(`prediction after 20 times: ${(0.5 * (weights.at(-1) ?? 0)).toFixed(4)}`);

// The line is the slope of the squared error, but for a factor of 2.
const w = new Value(0.5);
w.mul(0.5).sub(0.8).pow(2).backward();
console.log(`slope by backward: ${w.grad}, twice the amount: ${2 * (0.5 * 0.5 - 0.8) * 0.5}`);

// A large input overshoots, further each time; a learning rate below 1 tames it.
const wild = learn(2, 0.8, 1).errors;
const tame = learn(2, 0.8, 0.1).errors;
console.log(`input 2: the error goes from ${wild[0]?.toFixed(2)} to ${wild[19]?.toExponential(1)}`);
console.log(`input 2, alpha 0.1: from ${tame[0]?.toFixed(2)} to ${tame[19]?.toExponential(1)}`);

// The parabola of the error, its slope at the start, and the places where descent stood: long
// strides where it is steep.
const error = (x: number): number => (0.5 * x - 0.8) ** 2;
const curve = plotFunction({ error }, { domain: [-1, 4], xLabel: 'weight', yLabel: 'error' });
const { layer = [], ...rest } = curve.spec as { layer?: object[] };
const line = (x: number): number => error(0.5) + w.grad * (x - 0.5);
const placed = (f: (x: number) => number, xs: readonly number[], mark: object): object => ({
  data: { values: xs.map((x) => ({ x, y: f(x) })) },
  mark,
  encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
});
const slope = placed(line, [0, 1], { type: 'line', color: '#009e73' });
const point = { type: 'point', filled: true, size: 70, opacity: 1, color: '#d55e00' };
const steps = placed(error, weights, point);
const layers = [...layer, slope, steps];
const picture = new Picture({ kind: 'vega-lite', spec: { ...rest, layer: layers } });
console.log(await picture.save('runs/tour/16-error.svg'));
