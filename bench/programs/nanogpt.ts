/** nanoGPT, a transformer over characters. Source: https://github.com/karpathy/nanoGPT */

import { arange, nn, ones, optim, stack, type Tensor, tensor, where } from 'chainrule';
import { initialise, wholes } from './generator.js';
import { cycle, type Program } from './program.js';

const { crossEntropy } = nn.functional;

/** Sizes of its small configuration for a CPU: 812 thousand parameters. */
export const config = { vocabSize: 65, blockSize: 64, layers: 4, heads: 4, width: 128 } as const;

class CausalSelfAttention extends nn.Module {
  readonly cAttn: nn.Linear = new nn.Linear(config.width, 3 * config.width, { bias: false });
  readonly cProj: nn.Linear = new nn.Linear(config.width, config.width, { bias: false });
  readonly #mask = ones([config.blockSize, config.blockSize]).tril();

  forward(x: Tensor): Tensor {
    const [b = 0, t = 0, c = 0] = x.shape;
    const [q, k, v] = this.cAttn
      .forward(x)
      .split(c, 2)
      .map((part) => part.reshape([b, t, config.heads, -1]).transpose(1, 2)) as Heads;
    const scores = q.matmul(k.transpose(-2, -1)).mul(Math.sqrt(config.heads / c));
    const mask = this.#mask.slice(0, 0, t).slice(1, 0, t);
    const weights = where(mask.eq(0), Number.NEGATIVE_INFINITY, scores).softmax(-1);
    return this.cProj.forward(weights.matmul(v).transpose(1, 2).reshape([b, t, c]));
  }
}

type Heads = [q: Tensor, k: Tensor, v: Tensor];

class Block extends nn.Module {
  readonly ln1: nn.LayerNorm = new nn.LayerNorm(config.width, { bias: false });
  readonly attn: CausalSelfAttention = new CausalSelfAttention();
  readonly ln2: nn.LayerNorm = new nn.LayerNorm(config.width, { bias: false });
  readonly cFc: nn.Linear = new nn.Linear(config.width, 4 * config.width, { bias: false });
  readonly cProj: nn.Linear = new nn.Linear(4 * config.width, config.width, { bias: false });

  forward(input: Tensor): Tensor {
    const x = input.add(this.attn.forward(this.ln1.forward(input)));
    return x.add(this.cProj.forward(this.cFc.forward(this.ln2.forward(x)).gelu()));
  }
}

/** Logits of the next character at each place. */
export class GPT extends nn.Module {
  readonly wte: nn.Embedding = new nn.Embedding(config.vocabSize, config.width);
  readonly wpe: nn.Embedding = new nn.Embedding(config.blockSize, config.width);
  readonly h: Block[] = Array.from({ length: config.layers }, () => new Block());
  readonly lnF: nn.LayerNorm = new nn.LayerNorm(config.width, { bias: false });
  readonly lmHead: nn.Linear = new nn.Linear(config.width, config.vocabSize, { bias: false });

  forward(idx: Tensor): Tensor {
    const pos = arange(idx.shape[1] ?? 0);
    let x = this.wte.forward(idx).add(this.wpe.forward(pos));
    for (const block of this.h) x = block.forward(x);
    return this.lmHead.forward(this.lnF.forward(x));
  }
}

const batchSize = 12;
const data = wholes('gpt.data', 10_000, config.vocabSize);

/** A training step: batch of 12 pieces from anywhere in the text, AdamW. */
export const nanogpt: Program = (wrap) => {
  const model = initialise(new GPT(), 'gpt.');
  const optimizer = new optim.AdamW(model.parameters(), {
    lr: 1e-3,
    betas: [0.9, 0.99],
    weightDecay: 0.1,
  });
  const starts = cycle(
    Array.from({ length: 20 }, (_, i) =>
      Array.from(wholes(`gpt.ix${i}`, batchSize, data.length - config.blockSize)),
    ),
  );
  const getBatch = (): [Tensor, Tensor] => {
    const ix = starts();
    const { blockSize } = config;
    const x = stack(ix.map((i) => tensor(data.subarray(i, i + blockSize))));
    const y = stack(ix.map((i) => tensor(data.subarray(i + 1, i + 1 + blockSize))));
    return [x, y];
  };
  const step = wrap((x: Tensor, y: Tensor) => {
    const logits = model.forward(x);
    const loss = crossEntropy(logits.reshape([-1, config.vocabSize]), y.flatten());
    optimizer.zeroGrad();
    loss.backward();
    optim.clipGradNorm(model.parameters(), 1);
    optimizer.step();
    return loss;
  });
  return () => step(...getBatch()).item();
};
