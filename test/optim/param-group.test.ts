/** Groups of parameters that are added to an optimiser that is at work. */

import { compile, manualSeed, nn, optim, randn, type Tensor } from 'chainrule';
import { beforeEach, describe, expect, it } from 'vitest';

/** A body and a head, with batches. */
interface Setting {
  readonly body: nn.Linear;
  readonly head: nn.Linear;
  readonly batches: readonly (readonly [Tensor, Tensor])[];
}

function setting(): Setting {
  manualSeed(3);
  const [body, head] = [new nn.Linear(3, 4), new nn.Linear(4, 2)];
  const batches = Array.from({ length: 8 }, () => [randn([5, 3]), randn([5, 2])] as const);
  return { body, head, batches };
}

const rates = { lr: 0.1, momentum: 0.9 };

/** Steps in which the body joins before the fifth; returns the weights of both. */
function train(join: (own: Setting, first: optim.SGD) => { step(): void }): unknown[] {
  const own = setting();
  const { body, head, batches } = own;
  const first = new optim.SGD(head.parameters(), rates);
  let steps: { step(): void } = first;
  batches.forEach(([x, y], i) => {
    if (i === 4) steps = join(own, first);
    for (const layer of [body, head]) layer.zeroGrad();
    nn.functional.mseLoss(head.forward(body.forward(x).tanh()), y).backward();
    steps.step();
  });
  return [body, head].map(({ weight }) => weight.toArray());
}

describe('addParamGroup', () => {
  let own = setting();
  beforeEach(() => {
    own = setting();
  });

  it('does what a second optimiser would do', () => {
    const added = train(({ body }, first) => {
      first.addParamGroup({ params: body.parameters(), lr: 0.01 });
      expect(first.paramGroups.map(({ lr, momentum }) => [lr, momentum])).toEqual([
        [0.1, 0.9],
        [0.01, 0.9],
      ]);
      return first;
    });
    const twoOfThem = train(({ body }, first) => {
      const second = new optim.SGD(body.parameters(), { ...rates, lr: 0.01 });
      return {
        step: () => {
          first.step();
          second.step();
        },
      };
    });
    expect(added).toEqual(twoOfThem);
  });

  it('is seen by a compiled step', () => {
    const { body, head, batches } = own;
    const optimizer = new optim.Adam(head.parameters(), { lr: 0.1 });
    const step = compile((x: Tensor, y: Tensor) => {
      body.zeroGrad();
      optimizer.zeroGrad();
      const loss = nn.functional.mseLoss(head.forward(body.forward(x)), y);
      loss.backward();
      optimizer.step();
      return loss;
    });
    const before = body.weight.toArray();
    for (const [x, y] of batches.slice(0, 4)) step(x, y);
    expect(body.weight.toArray()).toEqual(before);
    optimizer.addParamGroup({ params: body.parameters() });
    for (const [x, y] of batches.slice(4)) step(x, y);
    expect(body.weight.toArray()).not.toEqual(before);
  });

  it('is saved and loaded with the others', () => {
    const make = ({ body, head }: Setting): optim.Adam => {
      const optimizer = new optim.Adam(head.parameters());
      optimizer.addParamGroup({ params: body.parameters(), lr: 0.5 });
      return optimizer;
    };
    const [from, to] = [make(own), make(setting())];
    from.lr = 0.25;
    to.loadStateDict(from.stateDict());
    expect(to.paramGroups.map(({ lr }) => lr)).toEqual([0.25, 0.25]);
  });

  it('refuses what is no group, and leaves the optimiser as it is', () => {
    const { body, head } = own;
    const optimizer = new optim.SGD(head.parameters(), rates);
    expect(() => optimizer.addParamGroup({ params: head.parameters() })).toThrow(
      /SGD: a parameter.* is listed twice|SGD: .* is listed twice/,
    );
    expect(() => optimizer.addParamGroup({ params: [] })).toThrow('there are no parameters');
    expect(() => optimizer.addParamGroup({ params: body.parameters(), lr: -1 })).toThrow('lr');
    const misspelt = { params: body.parameters(), learningRate: 1 };
    expect(() => optimizer.addParamGroup(misspelt)).toThrow(/learningRate/);
    expect(() => Reflect.apply(optimizer.addParamGroup, optimizer, [body.parameters()])).toThrow(
      'addParamGroup',
    );
    expect(optimizer.paramGroups.length).toBe(1);
  });
});
