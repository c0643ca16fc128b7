/**
 * The loss around the present weights, along two random directions of which each neuron's part is
 * as long as its weights. Source: https://arxiv.org/abs/1712.09913 (section 4).
 */

import { noGrad, type Tensor, tensor } from 'chainrule';
import { seededRandom } from 'chainrule/scalar';
import type { Session } from './session.js';

/** Squares along each side. */
export const landscapeSize = 25;
const reach = 1;

/** A direction for a parameter, as long as the parameter itself. */
function direction(values: ArrayLike<number>, random: () => number): Float32Array {
  const list = Float32Array.from(values, () => random() + random() + random() - 1.5);
  const length = (numbers: ArrayLike<number>): number =>
    Math.sqrt(Array.from(numbers).reduce((sum, value) => sum + value * value, 0));
  const scale = length(values) / (length(list) || 1);
  return list.map((value) => scale * value);
}

/** Losses row by row; the middle is where the training stands. The training is left as it was. */
export function landscapeOf(session: Session): Float32Array {
  const { model } = session.network;
  const random = seededRandom(7);
  const parameters = model.parameters().map((parameter) => {
    const values = Float32Array.from(parameter.toTypedArray());
    return { parameter, values, a: direction(values, random), b: direction(values, random) };
  });
  const losses = new Float32Array(landscapeSize * landscapeSize);
  const place = (i: number): number => reach * ((2 * i) / (landscapeSize - 1) - 1);
  const put = (u: number, v: number): void => {
    noGrad(() => {
      for (const { parameter, values, a, b } of parameters) {
        const moved: Tensor = tensor(values.map((w, i) => w + u * (a[i] ?? 0) + v * (b[i] ?? 0)));
        parameter.assign(moved.reshape(parameter.shape));
      }
    });
  };
  for (let i = 0; i < losses.length; i++) {
    put(place(i % landscapeSize), place(Math.floor(i / landscapeSize)));
    losses[i] = session.measure().trainLoss;
  }
  noGrad(() => {
    for (const { parameter, values } of parameters) {
      parameter.assign(tensor(values).reshape(parameter.shape));
    }
  });
  return losses;
}
