/**
 * A tensor that requires no gradient is a value, and values never go stale: whatever a program
 * keeps over updates is what the same program would have read at once.
 */

import {
  compile,
  grad,
  manualSeed,
  nn,
  noGrad,
  optim,
  randn,
  StaleTensorError,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule';
import { describe, expect, it } from 'vitest';
import { topologicalOrder } from '../../src/graph/node.js';
import { countPrograms } from './count-programs.js';

const steps = 9;

/** A model with two layers, its batches, and whatever a step needs. */
interface Setting {
  readonly model: nn.Sequential;
  readonly first: nn.Linear;
  readonly x: Tensor;
  readonly y: Tensor;
}

/** One update of the model, on the loss given. */
type Update = (loss: Tensor) => void;

function descend(model: nn.Module): void {
  for (const p of model.parameters()) if (p.grad !== null) p.assign(p.sub(p.grad.mul(0.1)));
}

const loops: { readonly [name: string]: (model: nn.Module) => Update } = {
  'an optimiser': (model) => {
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
    return (loss) => {
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    };
  },
  'two optimisers': (model) => {
    const [a, b, ...rest] = [...model.parameters()] as Tensor[] as [Tensor, Tensor, ...Tensor[]];
    const optimizers = [new optim.SGD([a, b], { lr: 0.1, momentum: 0.5 }), new optim.Adam(rest)];
    return (loss) => {
      for (const optimizer of optimizers) optimizer.zeroGrad();
      loss.backward();
      for (const optimizer of optimizers) optimizer.step();
    };
  },
  'assignments by hand': (model) => (loss) => {
    for (const p of model.parameters()) p.zeroGrad();
    loss.backward();
    descend(model);
  },
  'assignments by hand under noGrad': (model) => (loss) => {
    for (const p of model.parameters()) p.zeroGrad();
    loss.backward();
    noGrad(() => descend(model));
  },
};

/** What a step keeps of itself. `keep` gives the tensor to whoever reads it, sooner or later. */
type Idiom = (setting: Setting, update: Update, keep: (tensor: Tensor) => Tensor) => void;

const forward = ({ model, x }: Setting): Tensor => model.forward(x);
const lossOf = (setting: Setting): Tensor => nn.functional.mseLoss(forward(setting), setting.y);

const idioms: { readonly [name: string]: Idiom } = {
  'the best weights: detach().clone()': (setting, update, keep) => {
    for (let i = 0; i < steps; i++) {
      keep(setting.first.weight.detach().clone());
      update(lossOf(setting));
    }
  },
  'detach() alone, clone() alone': (setting, update, keep) => {
    for (let i = 0; i < steps; i++) {
      keep(setting.first.weight.detach());
      keep(noGrad(() => setting.first.weight.clone()));
      update(lossOf(setting));
    }
  },
  'an anchor that the weights are pulled towards': (setting, update, keep) => {
    const anchor = keep(setting.first.weight.detach().clone());
    for (let i = 0; i < steps; i++) {
      const pull = setting.first.weight.sub(anchor).square().sum();
      update(lossOf(setting).add(pull.mul(0.1)));
    }
  },
  'a copy of the weights taken after some updates': (setting, update, keep) => {
    for (let i = 0; i < 3; i++) update(lossOf(setting));
    const anchor = keep(setting.first.weight.detach());
    for (let i = 0; i < steps; i++) {
      update(lossOf(setting).add(setting.first.weight.sub(anchor).square().sum()));
    }
  },
  'a state that is carried: detached before the update': (setting, update, keep) => {
    let h = zeros([4, 3]);
    for (let i = 0; i < steps; i++) {
      const s = setting.first.forward(setting.x.add(h)).tanh().slice(1, 0, 3);
      h = keep(s.detach());
      update(s.square().mean().add(lossOf(setting)));
    }
  },
  'a state that is carried: detached after the update': (setting, update, keep) => {
    let h = zeros([4, 3]);
    for (let i = 0; i < steps; i++) {
      const s = setting.first.forward(setting.x.add(h)).tanh().slice(1, 0, 3);
      update(s.square().mean().add(lossOf(setting)));
      h = keep(s.detach());
    }
  },
  'old log-probabilities for many updates': (setting, update, keep) => {
    for (let round = 0; round < 2; round++) {
      const old = keep(noGrad(() => forward(setting).logSoftmax(1)));
      for (let i = 0; i < steps; i++) {
        const ratio = forward(setting).logSoftmax(1).sub(old).exp();
        update(ratio.mul(setting.y).mean());
      }
    }
  },
  'results of noGrad in arrays and objects': (setting, update, keep) => {
    for (let i = 0; i < steps; i++) {
      const [out, { top }] = noGrad(() => {
        const logits = forward(setting);
        return [logits, { top: logits.argmax(1) }] as const;
      });
      keep(out);
      keep(top);
      update(lossOf(setting));
    }
  },
  'tensors that noGrad made and did not return': (setting, update, keep) => {
    for (let i = 0; i < steps; i++) {
      noGrad(() => {
        const logits = keep(forward(setting));
        const probabilities = keep(logits.softmax(1));
        keep(probabilities.amax(1));
      });
      update(lossOf(setting));
    }
  },
  'a running mean by hand': (setting, update, keep) => {
    let mean = zeros([2]);
    for (let i = 0; i < steps; i++) {
      const out = forward(setting);
      mean = noGrad(() => mean.mul(0.9).add(out.mean(0).mul(0.1)));
      keep(mean);
      update(nn.functional.mseLoss(out, setting.y));
    }
  },
  'a running mean of detached values, without noGrad': (setting, update, keep) => {
    let mean = zeros([2]);
    for (let i = 0; i < steps; i++) {
      const out = forward(setting);
      mean = keep(mean.mul(0.9).add(out.detach().mean(0).mul(0.1)));
      update(nn.functional.mseLoss(out, setting.y));
    }
  },
  'running statistics that the next step is computed from': (setting, update, keep) => {
    let [mean, square] = [zeros([3]), zeros([3])];
    for (let i = 0; i < steps; i++) {
      noGrad(() => {
        mean = keep(mean.mul(0.9).add(setting.first.weight.mean(0).mul(0.1)));
        square = keep(square.mul(0.9).add(setting.x.sub(mean).square().mean(0).mul(0.1)));
      });
      const scaled = setting.x.sub(mean).div(square.add(1e-5).sqrt());
      update(nn.functional.mseLoss(setting.model.forward(scaled), setting.y));
    }
  },
  'a codebook that follows what is closest to it': (setting, update, keep) => {
    let [code, counts, sums] = [randn([2, 4]), zeros([2]).add(1), zeros([2, 4])];
    for (let i = 0; i < steps; i++) {
      const z = setting.first.forward(setting.x);
      const index = z.unsqueeze(1).sub(code).square().sum(2).argmin(1);
      const straight = z.add(code.at(index).sub(z).detach());
      update(nn.functional.mseLoss(straight, setting.x.sum(1, true).expand([4, 4])));
      noGrad(() => {
        const chosen = nn.functional.oneHot(index, 2).to('float32');
        counts = keep(counts.mul(0.9).add(chosen.sum(0).mul(0.1)));
        sums = keep(sums.mul(0.9).add(chosen.t().matmul(z.detach()).mul(0.1)));
        code = keep(sums.div(counts.unsqueeze(1)));
      });
    }
  },
  'gradients that are read after training': (setting, update, keep) => {
    for (let i = 0; i < steps; i++) {
      update(lossOf(setting));
      keep(setting.first.weight.grad as Tensor);
      keep(setting.first.bias?.grad as Tensor);
    }
  },
  'gradients that are used and kept': (setting, update, keep) => {
    for (let i = 0; i < steps; i++) {
      update(lossOf(setting));
      const g = keep(setting.first.weight.grad as Tensor);
      keep(g.square().sum().sqrt());
    }
  },
  'gradients by grad()': (setting, update, keep) => {
    for (let i = 0; i < steps; i++) {
      const g = grad(lossOf(setting), setting.first.weight);
      keep(g.detach());
      update(lossOf(setting));
    }
  },
  'losses and accuracies that are read after training': (setting, update, keep) => {
    for (let i = 0; i < steps; i++) {
      const out = forward(setting);
      const loss = nn.functional.mseLoss(out, setting.y);
      update(loss);
      keep(loss.detach());
      keep(
        out
          .argmax(1)
          .eq(tensor([0, 1, 0, 1]))
          .to('float32')
          .mean(),
      );
    }
  },
  'comparisons, also those that something else is computed from': (setting, update, keep) => {
    for (let i = 0; i < steps; i++) {
      const out = forward(setting);
      const guess = keep(out.argmax(1));
      const right = keep(guess.eq(tensor([0, 1, 0, 1])));
      keep(right.to('float32').mean());
      update(nn.functional.mseLoss(out, setting.y));
    }
  },
  'exponential averages of the weights': (setting, update, keep) => {
    const ema = [...setting.model.parameters()].map((p) => p.detach().clone());
    for (let i = 0; i < steps; i++) {
      update(lossOf(setting));
      noGrad(() => {
        [...setting.model.parameters()].forEach((p, k) => {
          ema[k]?.assign((ema[k] as Tensor).mul(0.9).add(p.mul(0.1)));
        });
      });
      keep((ema[0] as Tensor).detach());
    }
    for (const average of ema) keep(average);
  },
  'slow weights that the weights go back to': (setting, update, keep) => {
    const parameters = [...setting.model.parameters()];
    let slow: Tensor[] = parameters.map((p) => p.detach().clone());
    for (let i = 0; i < steps; i++) {
      update(lossOf(setting));
      if (i % 3 < 2) continue;
      noGrad(() => {
        slow = slow.map((s, k) => keep(s.add((parameters[k] as Tensor).sub(s).mul(0.5))));
        parameters.forEach((p, k) => p.assign(slow[k] as Tensor));
      });
    }
  },
  'weights that are perturbed and put back': (setting, update, keep) => {
    const { weight } = setting.first;
    for (let i = 0; i < steps; i++) {
      const before = keep(weight.detach());
      const moved = keep(noGrad(() => weight.mul(1.1)));
      noGrad(() => weight.assign(moved));
      const loss = lossOf(setting);
      keep(loss.detach());
      noGrad(() => weight.assign(before));
      update(lossOf(setting));
    }
  },
  'two leaves that change places': (setting, update, keep) => {
    const [a, b] = [setting.first.weight, tensor(randn([4, 3]).toArray(), { requiresGrad: true })];
    for (let i = 0; i < steps; i++) {
      update(lossOf(setting).add(b.square().sum().mul(0)));
      const [was, other] = [noGrad(() => a.mul(1)), noGrad(() => b.add(a.mul(0.1)))];
      a.assign(keep(other));
      b.assign(keep(was));
    }
  },
  'a target network that follows now and then': (setting, update, keep) => {
    let target = [...setting.model.parameters()].map((p) => p.detach());
    for (let i = 0; i < steps; i++) {
      if (i % 4 === 0) target = [...setting.model.parameters()].map((p) => p.detach());
      const [w, b] = target as [Tensor, Tensor];
      const wanted = noGrad(() => nn.functional.linear(setting.x, w, b).slice(1, 0, 3));
      keep(wanted);
      update(nn.functional.mseLoss(setting.first.forward(setting.x).slice(1, 0, 3), wanted));
    }
  },
  'a state dict': (setting, update, keep) => {
    for (let i = 0; i < steps; i++) {
      for (const value of Object.values(setting.model.stateDict())) keep(value);
      update(lossOf(setting));
    }
  },
};

function setting(): Setting {
  manualSeed(7);
  const first = new nn.Linear(3, 4);
  const model = new nn.Sequential(first, new nn.Tanh(), new nn.Linear(4, 2));
  return { model, first, x: randn([4, 3]), y: randn([4, 2]) };
}

/** What an idiom keeps, read at once or at the end. */
function kept(idiom: Idiom, loop: (model: nn.Module) => Update, atOnce: boolean): unknown[] {
  const own = setting();
  const tensors: Tensor[] = [];
  const values: unknown[] = [];
  idiom(own, loop(own.model), (t) => {
    tensors.push(t);
    if (atOnce) values.push(t.toArray());
    return t;
  });
  return atOnce ? values : tensors.map((t) => t.toArray());
}

describe.each(Object.entries(loops))('with %s, values keep', (_, loop) => {
  it.each(Object.entries(idioms))('%s', (_name, idiom) => {
    const expected = kept(idiom, loop, true);
    expect(expected.length).toBeGreaterThan(0);
    expect(kept(idiom, loop, false)).toEqual(expected);
  });
});

describe('values keep in compile()', () => {
  it.each([1, 2, 3, 4])(
    'of which something else is computed before a replay, %i times',
    (rounds) => {
      const run = (atOnce: boolean): unknown[] => {
        const { model, first, x, y } = setting();
        const optimizer = new optim.SGD(model.parameters(), { lr: 0.05 });
        const step = compile(() => {
          optimizer.zeroGrad();
          nn.functional.mseLoss(model.forward(x), y).backward();
          optimizer.step();
        });
        const made: Tensor[] = [];
        const values: unknown[] = [];
        for (let i = 0; i < rounds; i++) {
          noGrad(() => {
            const keys = first.forward(x);
            for (const t of [keys, keys.sum()]) {
              made.push(t);
              if (atOnce) values.push(t.toArray());
            }
          });
          for (let k = 0; k < 3; k++) step();
        }
        return atOnce ? values : made.map((t) => t.toArray());
      };
      expect(run(false)).toEqual(run(true));
    },
  );

  it('whatever was made outside before a replay', () => {
    const run = (atOnce: boolean): unknown[] => {
      const { model, first, x, y } = setting();
      const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
      const step = compile(() => {
        optimizer.zeroGrad();
        const loss = nn.functional.mseLoss(model.forward(x), y);
        loss.backward();
        optimizer.step();
        return loss;
      });
      const made: Tensor[] = [];
      const values: unknown[] = [];
      for (let i = 0; i < steps; i++) {
        const logits = noGrad(() => model.forward(x));
        for (const t of [logits, first.weight.detach(), logits.argmax(1), step()]) {
          made.push(t);
          if (atOnce) values.push(t.toArray());
        }
      }
      return atOnce ? values : made.map((t) => t.toArray());
    };
    expect(run(false)).toEqual(run(true));
  });
});

/** How many nodes hang on a tensor. */
const held = (x: Tensor): number => topologicalOrder([x.node], () => false).length;

/** What goes on from step to step and is never read: the next value, from the one before. */
const recurrences: { readonly [name: string]: (before: Tensor, setting: Setting) => Tensor } = {
  'a mean of the weights': (mean, { first }) => mean.mul(0.9).add(first.weight.mean(0).mul(0.1)),
  'a mean of batches': (mean, { x }) => mean.mul(0.9).add(x.mean(0).mul(0.1)),
  'a sum of outputs': (sum, own) => sum.add(own.first.forward(own.x).detach().sum()),
  'a state behind views and casts': (state, { first }) =>
    state.unsqueeze(0).to('float64').add(first.weight).mean(0).to('float32'),
  'a state that is normalised': (state, { first }) =>
    state.add(first.weight.mean(0)).softmax(0).matmul(first.weight.t().matmul(first.weight)).tanh(),
};

describe.each(Object.entries(recurrences))('%s', (_name, next) => {
  it.each([true, false])('stays short, when the step is computed from it: %s', (isUsed) => {
    const own = setting();
    const optimizer = new optim.Adam(own.model.parameters(), { lr: 0.05 });
    let state = zeros([3]);
    const sizes: number[] = [];
    const { compiled } = countPrograms(() => {
      for (let i = 0; i < 60; i++) {
        state = noGrad(() => {
          // Not what noGrad gives back, which is computed in any case.
          const made = next(state, own);
          return { read: () => made };
        }).read();
        const x = isUsed ? own.x.add(state) : own.x;
        optimizer.zeroGrad();
        nn.functional.mseLoss(own.model.forward(x), own.y).backward();
        optimizer.step();
        sizes.push(held(state));
      }
    });
    expect(Math.max(...sizes.slice(40))).toBe(Math.max(...sizes.slice(20, 40)));
    expect(compiled).toBeLessThan(20);
  });
});

describe('a detached value holds on to nothing', () => {
  it('whether it is detached before the step or after it, and whether anything is read or not', () => {
    for (const before of [true, false]) {
      const own = setting();
      const lstm = new nn.LSTM(3, 3);
      const optimizer = new optim.SGD([...lstm.parameters()], { lr: 0.1 });
      let state: [Tensor, Tensor] = [zeros([1, 4, 3]), zeros([1, 4, 3])];
      for (let i = 0; i < steps; i++) {
        optimizer.zeroGrad();
        const [out, next] = lstm.forward(own.x.reshape([1, 4, 3]), state);
        if (before) state = [next[0].detach(), next[1].detach()];
        out.square().mean().backward();
        optimizer.step();
        if (!before) state = [next[0].detach(), next[1].detach()];
        expect(state.map(held)).toEqual([1, 1]);
      }
    }
  });

  it('and what is dropped unread is computed now and then, so that nothing piles up', () => {
    const own = setting();
    (loops['an optimiser'] as (m: nn.Module) => Update)(own.model)(lossOf(own));
    const { runs } = countPrograms(() => {
      for (let i = 0; i < 5000; i++) noGrad(() => own.first.weight.mul(i));
    });
    expect(runs).toBeGreaterThan(1);
    expect(runs).toBeLessThan(20);
  });

  it('nor do results of noGrad, once another program has run', () => {
    const own = setting();
    const update = (loops['an optimiser'] as (m: nn.Module) => Update)(own.model);
    const out = forward(own);
    const kept = noGrad(() => out.mul(2).add(1));
    update(nn.functional.mseLoss(out, own.y));
    expect(held(kept)).toBe(1);
  });
});

describe('a graph that requires a gradient belongs to its step', () => {
  const stale = (use: (out: Tensor) => void): string => {
    const own = setting();
    const update = (loops['an optimiser'] as (m: nn.Module) => Update)(own.model);
    update(lossOf(own));
    const out = forward(own);
    for (let i = 0; i < 2; i++) update(lossOf(own));
    try {
      use(out);
    } catch (error) {
      expect(error).toBeInstanceOf(StaleTensorError);
      return String(error);
    }
    return 'no error';
  };
  it('is used after two more updates: says by which call, whose graph, and the cure', () => {
    expect(stale((out) => out.sum().item())).toMatchInlineSnapshot(
      `"StaleTensorError: item: 0.weight (shape [4, 3]) has been updated twice since this graph was built, and a graph that requires gradients belongs to its step. Read it before the next step(), or detach() it before: detached values stay"`,
    );
    expect(stale((out) => out.toArray())).toMatch(/toArray/);
    expect(stale((out) => out.sum().backward())).toMatch(/backward/);
    expect(stale((out) => out.detach().sum().item())).toMatch(/detach|item/);
  });
  it('may be read after one', () => {
    const own = setting();
    const update = (loops['an optimiser'] as (m: nn.Module) => Update)(own.model);
    update(lossOf(own));
    const out = forward(own);
    update(lossOf(own));
    expect(out.toArray()).toHaveLength(4);
  });
});
