/**
 * Sequence to sequence with attention: a GRU reads, another one writes and looks back.
 * Source: Bahdanau, Cho and Bengio, 2015; PyTorch's tutorial of it
 * (https://pytorch.org/tutorials/intermediate/seq2seq_translation_tutorial.html)
 * Run: npx tsx examples/models/seq2seq.ts (learns to turn words round)
 */

import { fileURLToPath } from 'node:url';
import { cat, manualSeed, nn, noGrad, optim, randint, stack, type Tensor, zeros } from 'chainrule';

const F = nn.functional;

/** `[batch, time]` of tokens to what was read at each place, and the last state. */
export class EncoderRNN extends nn.Module {
  readonly embedding: nn.Embedding;
  readonly gru: nn.GRU;

  constructor(vocab: number, hidden: number) {
    super();
    this.embedding = new nn.Embedding(vocab, hidden);
    this.gru = new nn.GRU(hidden, hidden, { batchFirst: true });
  }

  forward(input: Tensor): [output: Tensor, hidden: Tensor] {
    return this.gru.forward(this.embedding.forward(input));
  }
}

/** A mean of the keys, by how well each fits the query. */
export class BahdanauAttention extends nn.Module {
  readonly Wa: nn.Linear;
  readonly Ua: nn.Linear;
  readonly Va: nn.Linear;

  constructor(hidden: number) {
    super();
    this.Wa = new nn.Linear(hidden, hidden);
    this.Ua = new nn.Linear(hidden, hidden);
    this.Va = new nn.Linear(hidden, 1);
  }

  forward(query: Tensor, keys: Tensor): Tensor {
    const scores = this.Va.forward(this.Wa.forward(query).add(this.Ua.forward(keys)).tanh());
    const weights = F.softmax(scores.squeeze(2).unsqueeze(1), -1);
    return weights.bmm(keys);
  }
}

/** Writes token after token; the first one asks with token 0. */
export class AttnDecoderRNN extends nn.Module {
  readonly embedding: nn.Embedding;
  readonly attention: BahdanauAttention;
  readonly gru: nn.GRU;
  readonly out: nn.Linear;

  constructor(hidden: number, vocab: number) {
    super();
    this.embedding = new nn.Embedding(vocab, hidden);
    this.attention = new BahdanauAttention(hidden);
    this.gru = new nn.GRU(2 * hidden, hidden, { batchFirst: true });
    this.out = new nn.Linear(hidden, vocab);
  }

  /** Log probabilities `[batch, length, vocab]`; with a target each step is told the last token. */
  forward(outputs: Tensor, state: Tensor, length: number, target?: Tensor): Tensor {
    let [input, hidden] = [zeros([outputs.shape[0] ?? 0, 1], { dtype: 'int32' }), state];
    const written: Tensor[] = [];
    for (let i = 0; i < length; i++) {
      const context = this.attention.forward(hidden.permute([1, 0, 2]), outputs);
      const embedded = this.embedding.forward(input);
      const [output, next] = this.gru.forward(cat([embedded, context], 2), hidden);
      const logits = this.out.forward(output.squeeze(1));
      written.push(logits);
      hidden = next;
      input = (target?.select(1, i) ?? logits.detach().argmax(1)).unsqueeze(1);
    }
    return F.logSoftmax(stack(written, 1), -1);
  }
}

/** Both networks with an optimiser each. */
export class Translator {
  readonly #optimizers: readonly optim.Adam[];

  constructor(
    readonly encoder: EncoderRNN,
    readonly decoder: AttnDecoderRNN,
    lr = 1e-3,
  ) {
    const networks = [encoder, decoder];
    this.#optimizers = networks.map((one) => new optim.Adam(one.parameters(), { lr }));
  }

  /** One step on sequences and what they mean, `[batch, time]`; returns the loss. */
  trainStep(input: Tensor, target: Tensor): Tensor {
    for (const optimizer of this.#optimizers) optimizer.zeroGrad();
    const [outputs, hidden] = this.encoder.forward(input);
    const logProbs = this.decoder.forward(outputs, hidden, target.shape[1] ?? 0, target);
    const loss = F.nllLoss(logProbs.flatten(0, 1), target.flatten());
    loss.backward();
    for (const optimizer of this.#optimizers) optimizer.step();
    return loss;
  }

  translate(input: Tensor, length: number): Tensor {
    return noGrad(() => {
      const [outputs, hidden] = this.encoder.forward(input);
      return this.decoder.forward(outputs, hidden, length).argmax(-1);
    });
  }
}

function main(): void {
  manualSeed(0);
  const [vocab, hidden, length] = [27, 64, 6];
  const model = new Translator(
    new EncoderRNN(vocab, hidden),
    new AttnDecoderRNN(hidden, vocab),
    3e-3,
  );
  for (let i = 0; i <= 600; i++) {
    const input = randint(1, vocab, [32, length]);
    const loss = model.trainStep(input, input.flip(1));
    if (i % 100 === 0) console.log(`step ${i}: loss ${loss.item().toFixed(3)}`);
  }
  const words = randint(1, vocab, [3, length]);
  const asText = (tokens: Tensor): string[] =>
    (tokens.toArray() as number[][]).map((word) => String.fromCharCode(...word.map((i) => 96 + i)));
  console.log(asText(words), asText(model.translate(words, length)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
