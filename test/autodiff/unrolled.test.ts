/** Weights that every step of an unrolled loop uses: their gradients are summed by joining, not by adding. */

import { grad, nn, profile, randn, realize, type Tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';

const [steps, batch, size] = [6, 3, 4];

/** One step from the state before and the input of the step. */
type Step = (state: Tensor, input: Tensor, weight: Tensor, inner: Tensor) => Tensor;

const products: { readonly [name: string]: Step } = {
  'weights on the right': (h, x, w, u) => x.matmul(w).add(h.matmul(u)).tanh(),
  'weights turned': (h, x, w, u) =>
    x
      .matmul(w.transpose(0, 1))
      .add(h.matmul(u.transpose(0, 1)))
      .tanh(),
  'weights on the left': (h, x, w, u) =>
    w
      .matmul(x.transpose(0, 1))
      .add(u.matmul(h.transpose(0, 1)))
      .transpose(0, 1)
      .tanh(),
  'one product for each item': (h, x, w, u) => {
    const rows = (a: Tensor) => a.unsqueeze(1);
    const all = (a: Tensor) => a.unsqueeze(0).expand([batch, size, size]);
    return rows(x)
      .matmul(all(w))
      .add(rows(h).matmul(all(u)))
      .squeeze(1)
      .tanh();
  },
};

/** The last state of a loop over the steps of `x`, with the weights that each step is given. */
function loop(
  step: Step,
  x: Tensor,
  weights: (t: number) => readonly [Tensor, Tensor],
  back: boolean,
): Tensor {
  let state = randn([batch, size], { dtype: 'float64' }).detach().mul(0);
  for (let i = 0; i < steps; i++) {
    const t = back ? steps - 1 - i : i;
    state = step(state, x.at(t), ...weights(t));
  }
  return state.square().sum();
}

const leaf = (shape: number[]): Tensor => {
  const x = randn(shape, { dtype: 'float64' });
  x.requiresGrad = true;
  return x;
};

describe.each(Object.keys(products))('%s', (name) => {
  const step = products[name] as Step;

  test.each([false, true])('gets the sum over the steps (last step first: %s)', (back) => {
    const x = leaf([steps, batch, size]);
    const [w, u] = [leaf([size, size]), leaf([size, size])];
    const copies = Array.from({ length: steps }, () => {
      const pair = [w.detach().clone(), u.detach().clone()] as const;
      for (const copy of pair) copy.requiresGrad = true;
      return pair;
    });
    const [ofX, ofW, ofU] = grad(
      loop(step, x, () => [w, u], back),
      [x, w, u],
    );
    const apart = loop(step, x, (t) => copies[t] ?? [w, u], back);
    const [expectedX, ...each] = grad(apart, [x, ...copies.flat()]);
    const sum = (which: 0 | 1) =>
      each.filter((_, i) => i % 2 === which).reduce((a, b) => (a as Tensor).add(b as Tensor));
    const pairs = [
      [ofX, expectedX],
      [ofW, sum(0)],
      [ofU, sum(1)],
    ] as const;
    for (const [actual, expected] of pairs) {
      const [a, b] = [actual?.toTypedArray() ?? [], expected?.toTypedArray() ?? []];
      expect(a.length).toBe(b.length);
      for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i] ?? Number.NaN, 12);
    }
  });
});

test('both weights of an LSTM read the gradients of its gates from one place', () => {
  const lstm = new nn.LSTM(5, 7);
  const x = randn([steps, batch, 5]);
  realize([x, ...lstm.parameters()]);
  const [output] = lstm.forward(x);
  const gradients = grad(output.square().sum(), lstm.parameters());
  const { runs } = profile(() => realize(gradients.filter((g) => g !== null)));
  const copies = runs.map(({ name }) => name).filter((name) => name.startsWith('copy'));
  expect(copies).toContain(`copy ${steps} parts`);
  expect(copies).not.toContain(`copy ${batch * 4 * 7}`);
});
