/**
 * Weights that every step of an unrolled loop uses: their gradients are summed by joining, not by
 * adding.
 */

import { grad, nn, profile, randn, realize, type Tensor, zeros } from 'chainrule';
import { describe, expect, test } from 'vitest';
import { topologicalOrder } from '../../src/graph/node.js';

const [steps, batch, size] = [6, 3, 4];
const { linear } = nn.functional;

/** A step from state to state, with weights of one shape, [size, size] unless said. */
interface Loop {
  readonly weight?: readonly number[];
  readonly step: (state: Tensor, input: Tensor, w: Tensor, u: Tensor) => Tensor;
}

const flip = (x: Tensor): Tensor => x.transpose(0, 1);
const rows = (x: Tensor): Tensor => x.unsqueeze(1);

const loops: { readonly [name: string]: Loop } = {
  linear: { step: (h, x, w, u) => linear(x, w).add(linear(h, u)).tanh() },
  'linear, of lists': {
    step: (h, x, w, u) =>
      linear(rows(x), w)
        .add(linear(rows(h), u))
        .squeeze(1)
        .tanh(),
  },
  'weights on the right': {
    step: (h, x, w, u) =>
      x
        .matmul(flip(w))
        .add(h.matmul(flip(u)))
        .tanh(),
  },
  'weights on the left': {
    step: (h, x, w, u) => flip(w.matmul(flip(x)).add(u.matmul(flip(h)))).tanh(),
  },
  'a product for each item': {
    weight: [batch, size, size],
    step: (h, x, w, u) =>
      w
        .matmul(x.unsqueeze(2))
        .add(u.matmul(h.unsqueeze(2)))
        .squeeze(2)
        .tanh(),
  },
};

const leaf = (shape: readonly number[]): Tensor => {
  const x = randn(shape, { dtype: 'float64' });
  x.requiresGrad = true;
  return x;
};

/** The last state, squared and summed; each step asks for its weights. */
function run(
  { step }: Loop,
  x: Tensor,
  order: readonly number[],
  weights: (t: number) => readonly [Tensor, Tensor],
): Tensor {
  let state = zeros([batch, size], { dtype: 'float64' });
  for (const t of order) state = step(state, x.at(t), ...weights(t));
  return state.square().sum();
}

/** The products that a gradient is the sum of. */
function productsIn(gradient: Tensor | null): number {
  const roots = gradient === null ? [] : [gradient.node];
  const terms = topologicalOrder(roots, (node) => node.op !== 'add');
  return terms.filter((node) => node.op === 'contract').length;
}

function expectClose(actual: Tensor | null | undefined, expected: Tensor | null | undefined): void {
  const [a, b] = [actual?.toTypedArray() ?? [], expected?.toTypedArray() ?? []];
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i] ?? Number.NaN, 12);
}

describe.each(Object.entries(loops))('%s', (name, loop) => {
  const forward = Array.from({ length: steps }, (_, t) => t);

  test.each([
    ['first', forward],
    ['last', forward.toReversed()],
  ])('gets the sum over the steps, the %s one first', (_, order) => {
    const x = leaf([steps, batch, size]);
    const make = (): readonly [Tensor, Tensor] => {
      const shape = loop.weight ?? [size, size];
      return [leaf(shape), leaf(shape)];
    };
    const shared = make();
    const copies = order.map(() => make());
    for (const pair of copies)
      pair.forEach((copy, i) => copy.assign((shared[i] as Tensor).detach()));
    const [w, u] = shared;
    const [ofX, ofW, ofU] = grad(
      run(loop, x, order, () => shared),
      [x, w, u],
    );
    const apart = run(loop, x, order, (t) => copies[t] ?? shared);
    const [expectedX, ...each] = grad(apart, [x, ...copies.flat()]);
    const sumOf = (which: number): Tensor =>
      each
        .filter((_, i) => i % 2 === which)
        .reduce<Tensor>((sum, g) => sum.add(g as Tensor), zeros(w.shape, { dtype: 'float64' }));
    // What each step sees through a view of its own gets one gradient from each.
    if (name !== 'weights on the right') expect(productsIn(ofU)).toBe(1);
    expectClose(ofX, expectedX);
    expectClose(ofW, sumOf(0));
    expectClose(ofU, sumOf(1));
  });
});

describe('an LSTM', () => {
  /** Kernels of the gradients of a loss of its last state. */
  const kernels = (count: number): string[] => {
    const lstm = new nn.LSTM(5, 7);
    const x = randn([count, batch, 5]);
    realize([x, ...lstm.parameters()]);
    const [, [state]] = lstm.forward(x);
    const gradients = grad(state.square().sum(), lstm.parameters());
    const { runs } = profile(() => realize(gradients.filter((g) => g !== null)));
    return runs.map((run) => run.name);
  };

  test('reads the gradients of its gates from one place for both weights', () => {
    const copies = kernels(steps).filter((name) => name.startsWith('copy'));
    expect(copies).toContain(`copy ${steps} parts`);
    expect(copies).not.toContain(`copy ${batch * 4 * 7}`);
  });

  test('has the same kernels in each step but the first and the last', () => {
    const many = 13;
    const counts = new Map<string, number>();
    for (const name of kernels(many)) counts.set(name, (counts.get(name) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 2 && count < many - 1)).toEqual([]);
  });
});
