/** Correlations of inputs that are spread out, against sums over all elements and zeros. */

import { type Tensor, tensor, valueAndGrad } from 'chainrule';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlate } from '../../src/nn/functional/windows/correlate.js';
import {
  phasesOf,
  resultSizes,
  type Sweep,
  sweepOf,
} from '../../src/nn/functional/windows/phases.js';

/** Whole numbers, whose products and sums are exact. */
const wholes = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => ((i * 7) % 9) - 4);

/** y[p] = sum over k of w[k] xs[p + k dilation - low], xs having zeros between its elements. */
function plainly(x: readonly number[], w: readonly number[], sweep: Sweep): number[] {
  const [low = 0, spread = 1, stride = 1, dilation = 1] = [
    sweep.low[0],
    sweep.spread[0],
    sweep.stride[0],
    sweep.dilation[0],
  ];
  const [count = 0] = resultSizes(sweep, [x.length], [w.length]);
  return Array.from({ length: count }, (_, p) =>
    w.reduce((sum, factor, k) => {
      const place = (p * stride + k * dilation - low) / spread;
      return sum + factor * (Number.isInteger(place) ? (x[place] ?? 0) : 0);
    }, 0),
  );
}

/** Values of a tensor, each zero without its sign. */
const plus = (x: Tensor): number[] => [...x.toTypedArray()].map((value) => value + 0);

const sizes = fc.record({
  length: fc.integer({ min: 1, max: 9 }),
  kernel: fc.integer({ min: 1, max: 6 }),
  low: fc.integer({ min: -2, max: 5 }),
  high: fc.integer({ min: -2, max: 5 }),
  spread: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 2 }),
  dilation: fc.integer({ min: 1, max: 2 }),
});

describe('a correlation of an input that is spread out', () => {
  it('is the sum over elements and zeros, and so are its gradients', () => {
    fc.assert(
      fc.property(sizes, ({ length, kernel, low, high, ...steps }) => {
        const { spread, stride, dilation } = steps;
        const sweep: Sweep = {
          low: [low],
          high: [high],
          spread: [spread],
          stride: [stride],
          dilation: [dilation],
        };
        const whole = (length - 1) * spread + 1;
        fc.pre(whole + Math.min(low, 0) + Math.min(high, 0) > 0);
        const [count = 0] = resultSizes(sweep, [length], [kernel]);
        fc.pre(count > 0);
        const [x, w] = [wholes(length), wholes(kernel)];
        const run = (a: Tensor, b: Tensor): Tensor => correlate(a, b, sweep);
        const [y, [dx, dw]] = valueAndGrad((a: Tensor, b: Tensor) => {
          const result = run(a, b);
          return result.mul(tensor(wholes(count)).reshape(result.shape)).sum();
        })(tensor(x).reshape([1, 1, 1, length]), tensor(w).reshape([1, 1, 1, kernel]));
        const weighted = (a: readonly number[], b: readonly number[]): number =>
          plainly(a, b, sweep).reduce((sum, value, i) => sum + value * (wholes(count)[i] ?? 0), 0);
        // What is linear is differentiated by a step of 1.
        const stepped = (values: readonly number[], i: number): number[] =>
          values.with(i, (values[i] ?? 0) + 1);
        expect(y.item()).toBeCloseTo(weighted(x, w), 12);
        const differences = (values: readonly number[], at: (next: number[]) => number): number[] =>
          values.map((_, i) => at(stepped(values, i)) - at([...values]));
        expect(plus(dx)).toEqual(differences(x, (next) => weighted(next, w)));
        expect(plus(dw)).toEqual(differences(w, (next) => weighted(x, next)));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('has a phase for each place between two elements, and none where the kernel meets zeros alone', () => {
    const sweep: Sweep = {
      low: [0, 1],
      high: [1, 1],
      spread: [2, 3],
      stride: [1, 1],
      dilation: [1, 1],
    };
    expect(phasesOf(sweep, [4, 4], [3, 2]).map((phase) => phase.map(({ taps }) => taps))).toEqual([
      [2, 1],
      [2, 1],
      [1, 1],
      [1, 1],
    ]);
    for (const phase of phasesOf(sweep, [4, 4], [3, 2]))
      expect(sweepOf(phase).spread).toEqual([1, 1]);
  });
});
