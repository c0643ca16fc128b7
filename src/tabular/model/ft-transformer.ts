/**
 * A transformer over the columns of a table: each number, category and date part is a token of its
 * own, and a further token gathers what the columns say to each other. Source: Gorishniy et al.,
 * "Revisiting Deep Learning Models for Tabular Data", 2021 (FT-Transformer).
 */

import { cat, nn, rand, type Tensor } from '../../index.js';
import type { InputLayout, ModelSpec } from './model-spec.js';

/** Heads of attention; the width of a token is a multiple of it. */
const heads = 8;
/** Units of a feed-forward layer, as many times the width of a token. */
const expansion = 4 / 3;

/** Tokens `[N, inputs, width]` of inputs `[N, inputs]`: `x * weight + bias`, one pair for each. */
class Tokenizer extends nn.Module {
  readonly weight: nn.Parameter;
  readonly bias: nn.Parameter;

  constructor(inputs: number, width: number) {
    super();
    const bound = 1 / Math.sqrt(width);
    const uniform = (): Tensor =>
      rand([inputs, width])
        .mul(2 * bound)
        .sub(bound);
    this.weight = new nn.Parameter(uniform());
    this.bias = new nn.Parameter(uniform());
  }

  forward(x: Tensor): Tensor {
    return x.unsqueeze(2).mul(this.weight).add(this.bias);
  }
}

/** Attention and a feed-forward layer, each beside what comes in, with norms before them. */
class Layer extends nn.Module {
  readonly attentionNorm: nn.LayerNorm | null;
  readonly attention: nn.MultiheadAttention;
  readonly norm: nn.LayerNorm;
  readonly first: nn.Linear;
  readonly second: nn.Linear;
  readonly dropout: nn.Dropout;

  /** The first layer has no norm before its attention, as in the paper. */
  constructor(width: number, dropout: number, isFirst: boolean) {
    super();
    const hidden = Math.round(width * expansion);
    this.attentionNorm = isFirst ? null : new nn.LayerNorm(width);
    this.attention = new nn.MultiheadAttention(width, heads, { dropout, batchFirst: true });
    this.norm = new nn.LayerNorm(width);
    // ReGLU: half of the units are gates for the other half.
    this.first = new nn.Linear(width, 2 * hidden);
    this.second = new nn.Linear(hidden, width);
    this.dropout = new nn.Dropout(dropout / 2);
  }

  forward(x: Tensor): Tensor {
    const normed = this.attentionNorm?.forward(x) ?? x;
    const [attended] = this.attention.forward(normed, normed, normed, { needWeights: false });
    const mixed = x.add(attended);
    const both = this.first.forward(this.norm.forward(mixed));
    const half = (both.shape[2] ?? 0) / 2;
    const gated = both.slice(2, 0, half).mul(both.slice(2, half, 2 * half).relu());
    return mixed.add(this.second.forward(this.dropout.forward(gated)));
  }
}

/** Inputs `[N, inputs]` to `[N, outputs]`. */
export class FTTransformer extends nn.Module {
  readonly layout: InputLayout;
  readonly numbers: Tokenizer | null;
  readonly categories: nn.Embedding[];
  readonly gather: nn.Parameter;
  readonly layers: Layer[];
  readonly norm: nn.LayerNorm;
  readonly output: nn.Linear;

  constructor({ hidden, blocks, dropout }: ModelSpec, layout: InputLayout) {
    super();
    const width = heads * Math.max(1, Math.round(hidden / heads));
    this.layout = layout;
    this.numbers = layout.dense === 0 ? null : new Tokenizer(layout.dense, width);
    this.categories = layout.embedded.map(({ count }) => new nn.Embedding(count, width));
    for (const { weight } of this.categories) weight.assign(weight.mul(1 / Math.sqrt(width)));
    this.gather = new nn.Parameter(rand([1, 1, width]).mul(2).sub(1).div(Math.sqrt(width)));
    this.layers = Array.from({ length: blocks }, (_, i) => new Layer(width, dropout, i === 0));
    this.norm = new nn.LayerNorm(width);
    this.output = new nn.Linear(width, layout.outputs);
  }

  forward(x: Tensor): Tensor {
    let tokens = cat(this.#tokens(x), 1);
    for (const layer of this.layers) tokens = layer.forward(tokens);
    const gathered = tokens.slice(1, 0, 1).squeeze(1);
    return this.output.forward(this.norm.forward(gathered).relu());
  }

  /** The token that gathers comes first. */
  #tokens(x: Tensor): Tensor[] {
    const { dense } = this.layout;
    const [count = 0] = x.shape;
    const first = this.gather.expand([count, 1, this.gather.shape[2] ?? 0]);
    const numbers = this.numbers === null ? [] : [this.numbers.forward(x.slice(1, 0, dense))];
    const categories = this.categories.map((embedding, i) =>
      embedding.forward(x.slice(1, dense + i, dense + i + 1).to('int32')),
    );
    return [first, ...numbers, ...categories];
  }
}
