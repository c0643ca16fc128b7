/** The transformer of nanoGPT. Source: https://github.com/karpathy/nanoGPT (model.py) */

import { arange, nn, ones, type Tensor, where } from 'chainrule';

/** Sizes of its small configuration for a CPU, but for the block. */
export const config = { vocabSize: 65, layers: 4, heads: 4, width: 128 } as const;

class CausalSelfAttention extends nn.Module {
  readonly cAttn: nn.Linear = new nn.Linear(config.width, 3 * config.width, { bias: false });
  readonly cProj: nn.Linear = new nn.Linear(config.width, config.width, { bias: false });
  readonly #mask: Tensor;

  constructor(blockSize: number) {
    super();
    this.#mask = ones([blockSize, blockSize]).tril();
  }

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
  readonly attn: CausalSelfAttention;
  readonly ln2: nn.LayerNorm = new nn.LayerNorm(config.width, { bias: false });
  readonly cFc: nn.Linear = new nn.Linear(config.width, 4 * config.width, { bias: false });
  readonly cProj: nn.Linear = new nn.Linear(4 * config.width, config.width, { bias: false });

  constructor(blockSize: number) {
    super();
    this.attn = new CausalSelfAttention(blockSize);
  }

  forward(input: Tensor): Tensor {
    const x = input.add(this.attn.forward(this.ln1.forward(input)));
    return x.add(this.cProj.forward(this.cFc.forward(this.ln2.forward(x)).gelu()));
  }
}

/** Logits of the next character at each place. */
export class GPT extends nn.Module {
  readonly wte: nn.Embedding = new nn.Embedding(config.vocabSize, config.width);
  readonly wpe: nn.Embedding;
  readonly h: Block[];
  readonly lnF: nn.LayerNorm = new nn.LayerNorm(config.width, { bias: false });
  readonly lmHead: nn.Linear = new nn.Linear(config.width, config.vocabSize, { bias: false });

  constructor(readonly blockSize: number) {
    super();
    this.wpe = new nn.Embedding(blockSize, config.width);
    this.h = Array.from({ length: config.layers }, () => new Block(blockSize));
  }

  forward(idx: Tensor): Tensor {
    const pos = arange(idx.shape[1] ?? 0);
    let x = this.wte.forward(idx).add(this.wpe.forward(pos));
    for (const block of this.h) x = block.forward(x);
    return this.lmHead.forward(this.lnF.forward(x));
  }
}
