/**
 * A transformer that writes, one character after the other.
 * Source: https://github.com/karpathy/nanoGPT (model.py, train.py, sample.py)
 * Run: npx tsx examples/models/char-gpt.ts [file.txt] (reads its own source when there is no file)
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as c from 'chainrule';
import { manualSeed, nn, noGrad, optim, type Tensor } from 'chainrule';

const F = nn.functional;

/** Sizes of a model. */
export interface GPTConfig {
  readonly vocabSize: number;
  readonly blockSize: number;
  readonly nLayer: number;
  readonly nHead: number;
  readonly nEmbd: number;
}

class CausalSelfAttention extends nn.Module {
  readonly cAttn: nn.Linear;
  readonly cProj: nn.Linear;
  readonly #mask: Tensor;
  readonly #nHead: number;

  constructor({ nEmbd, nHead, blockSize }: GPTConfig) {
    super();
    this.cAttn = new nn.Linear(nEmbd, 3 * nEmbd, { bias: false });
    this.cProj = new nn.Linear(nEmbd, nEmbd, { bias: false });
    this.#mask = c.ones([blockSize, blockSize], { dtype: 'bool' }).tril();
    this.#nHead = nHead;
  }

  forward(x: Tensor): Tensor {
    const [B = 0, T = 0, C = 0] = x.shape;
    const heads = (part: Tensor): Tensor => part.view([B, T, this.#nHead, -1]).transpose(1, 2);
    const [q, k, v] = this.cAttn.forward(x).chunk(3, 2).map(heads) as [Tensor, Tensor, Tensor];
    const mask = this.#mask.at([0, T], [0, T]);
    const att = q.matmul(k.transpose(-2, -1)).div(Math.sqrt(C / this.#nHead));
    const y = att.maskedFill(mask.logicalNot(), Number.NEGATIVE_INFINITY).softmax(-1).matmul(v);
    return this.cProj.forward(y.transpose(1, 2).reshape([B, T, C]));
  }
}

class Block extends nn.Module {
  readonly ln1: nn.LayerNorm;
  readonly attn: CausalSelfAttention;
  readonly ln2: nn.LayerNorm;
  readonly cFc: nn.Linear;
  readonly cProj: nn.Linear;

  constructor(config: GPTConfig) {
    super();
    const { nEmbd } = config;
    this.ln1 = new nn.LayerNorm(nEmbd, { bias: false });
    this.attn = new CausalSelfAttention(config);
    this.ln2 = new nn.LayerNorm(nEmbd, { bias: false });
    this.cFc = new nn.Linear(nEmbd, 4 * nEmbd, { bias: false });
    this.cProj = new nn.Linear(4 * nEmbd, nEmbd, { bias: false });
  }

  forward(input: Tensor): Tensor {
    const x = input.add(this.attn.forward(this.ln1.forward(input)));
    return x.add(this.cProj.forward(F.gelu(this.cFc.forward(this.ln2.forward(x)))));
  }
}

/** `[batch, time] -> [batch, time, vocabSize]`: logits of the next character at each place. */
export class GPT extends nn.Module {
  readonly wte: nn.Embedding;
  readonly wpe: nn.Embedding;
  readonly h: Block[];
  readonly lnF: nn.LayerNorm;
  readonly lmHead: nn.Linear;

  constructor(readonly config: GPTConfig) {
    super();
    const { vocabSize, blockSize, nLayer, nEmbd } = config;
    this.wte = new nn.Embedding(vocabSize, nEmbd);
    this.wpe = new nn.Embedding(blockSize, nEmbd);
    this.h = Array.from({ length: nLayer }, () => new Block(config));
    this.lnF = new nn.LayerNorm(nEmbd, { bias: false });
    this.lmHead = new nn.Linear(nEmbd, vocabSize, { bias: false });
  }

  forward(idx: Tensor): Tensor {
    let x = this.wte.forward(idx).add(this.wpe.forward(c.arange(idx.shape[1] ?? 0)));
    for (const block of this.h) x = block.forward(x);
    return this.lmHead.forward(this.lnF.forward(x));
  }

  /** Goes on from `idx: [batch, time]`; `draw` takes one of each row of probabilities. */
  generate(
    idx: Tensor,
    count: number,
    draw: (p: Tensor) => Tensor = (p) => c.multinomial(p, 1),
  ): Tensor {
    return noGrad(() => {
      let text = idx;
      for (let i = 0; i < count; i++) {
        const context = text.slice(1, Math.max(0, (text.shape[1] ?? 0) - this.config.blockSize));
        const probs = this.forward(context).select(1, -1).div(0.8).softmax(-1);
        text = c.cat([text, draw(probs)], 1);
      }
      return text;
    });
  }
}

/** One step on characters `x` and those that follow, `y`; returns the loss. */
export function trainStep(model: GPT, optimizer: optim.AdamW, x: Tensor, y: Tensor): Tensor {
  const logits = model.forward(x);
  const loss = F.crossEntropy(logits.view([-1, model.config.vocabSize]), y.view([-1]));
  optimizer.zeroGrad();
  loss.backward();
  optim.clipGradNorm(model.parameters(), 1);
  optimizer.step();
  return loss;
}

function main(): void {
  manualSeed(0);
  const text = readFileSync(process.argv[2] ?? fileURLToPath(import.meta.url), 'utf8');
  const letters = [...new Set(text)].sort();
  const data = c.tensor(
    [...text].map((one) => letters.indexOf(one)),
    { dtype: 'int32' },
  );
  const sizes = { nLayer: 2, nHead: 4, nEmbd: 64, blockSize: 32 };
  const model = new GPT({ ...sizes, vocabSize: letters.length });
  const optimizer = new optim.AdamW(model.parameters(), { lr: 3e-3, weightDecay: 0.1 });
  for (let i = 0; i <= 500; i++) {
    const starts = c.randint(0, data.numel - 33, [16, 1]).add(c.arange(33));
    const batch = data.at(starts);
    const loss = trainStep(model, optimizer, batch.narrow(1, 0, 32), batch.narrow(1, 1, 32));
    if (i % 100 === 0) console.log(`step ${i}: loss ${loss.item().toFixed(3)}`);
  }
  const drawn = model
    .generate(c.zeros([1, 1], { dtype: 'int32' }), 200)
    .ravel()
    .toArray();
  console.log((drawn as number[]).map((i) => letters[i]).join(''));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
