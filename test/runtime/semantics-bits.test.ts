/**
 * The same program on the same inputs gives the same bits, on any number of threads, at any time.
 */

import { manualSeed, nn, optim, randint, randn, type Tensor } from 'chainrule';
import { afterAll, describe, expect, it } from 'vitest';
import { getNumThreads, setNumThreads } from '../../src/runtime/devices.js';

const threads = getNumThreads();
afterAll(() => setNumThreads(threads));

/** Every bit of the parameters after a few steps of training. */
function train(
  count: number,
  make: () => nn.Module & { forward(x: Tensor): Tensor },
  input: () => Tensor,
): string {
  setNumThreads(count);
  manualSeed(17);
  const model = make();
  const optimizer = new optim.AdamW([...model.parameters()], { lr: 1e-3 });
  for (let step = 0; step < 4; step++) {
    const x = input();
    optimizer.zeroGrad();
    const logits = model.forward(x);
    const target = randint(0, 10, [logits.shape[0] ?? 1]);
    nn.functional.crossEntropy(logits, target).backward();
    optimizer.step();
  }
  const values = [...model.parameters()].map((p) => Buffer.from(p.toTypedArray().buffer));
  return Buffer.concat(values).toString('base64');
}

class Attention extends nn.Module {
  readonly embedding = new nn.Embedding(200, 64);
  readonly layer = new nn.TransformerEncoderLayer(64, 4, { dimFeedforward: 128, batchFirst: true });
  readonly head = new nn.Linear(64, 10);
  forward(x: Tensor): Tensor {
    return this.head.forward(this.layer.forward(this.embedding.forward(x)).mean(1));
  }
}

const models = {
  'wide layers with dropout': {
    make: () =>
      new nn.Sequential(
        new nn.Linear(300, 700),
        new nn.ReLU(),
        new nn.Dropout(0.4),
        new nn.Linear(700, 10),
      ),
    input: () => randn([128, 300]),
  },
  'convolutions, pooling and normalisation': {
    make: () =>
      new nn.Sequential(
        new nn.Conv2d(3, 16, 3, { padding: 1 }),
        new nn.BatchNorm2d(16),
        new nn.ReLU(),
        new nn.MaxPool2d(2),
        new nn.Conv2d(16, 24, 3),
        new nn.GELU(),
        new nn.Flatten(),
        new nn.Linear(24 * 10 * 10, 10),
      ),
    input: () => randn([24, 3, 24, 24]),
  },
  'embeddings, attention and scatter': {
    make: () => new Attention(),
    input: () => randint(0, 200, [32, 24]),
  },
};

describe('a training of a few steps', () => {
  it.each(Object.entries(models))('of %s gives the same bits', (_, { make, input }) => {
    const alone = train(1, make, input);
    expect(alone.length).toBeGreaterThan(10_000);
    expect(train(1, make, input)).toBe(alone);
    expect(train(2, make, input)).toBe(alone);
    expect(train(3, make, input)).toBe(alone);
  });
});
