/**
 * The network for tables: several members side by side, each a linear model with a residual network
 * or a transformer beside it. Numbers come standardised and, for the residual network, cut into
 * bins beside that (piecewise linear encoding). Source: Gorishniy et al., "On Embeddings for
 * Numerical Features in Tabular Deep Learning", 2022.
 */

import { cat, nn, stack, type Tensor, tensor } from '../../index.js';
import { FTTransformer } from './ft-transformer.js';
import { MemberLinear } from './member-linear.js';
import type { InputLayout, ModelSpec } from './model-spec.js';

/** A block that adds to what comes in: norm, linear, ReLU, dropout, linear. */
class Block extends nn.Module {
  readonly norm: nn.LayerNorm | null;
  readonly first: MemberLinear;
  readonly second: MemberLinear;
  readonly dropout: nn.Dropout;

  constructor({ kind, members, hidden, dropout }: ModelSpec) {
    super();
    this.norm = kind === 'resnet' ? new nn.LayerNorm(hidden) : null;
    this.first = new MemberLinear(members, hidden, hidden);
    this.second = new MemberLinear(members, hidden, hidden);
    this.dropout = new nn.Dropout(dropout);
  }

  forward(x: Tensor): Tensor {
    const normed = this.norm?.forward(x) ?? x;
    const inner = this.dropout.forward(this.first.forward(normed).relu());
    return x.add(this.second.forward(inner));
  }
}

/** Shares of each bin that lie below a number, `[N, numbers] -> [N, numbers * bins]`. */
class Bins extends nn.Module {
  readonly #places: readonly number[];
  readonly #lows: Tensor;
  readonly #widths: Tensor;
  readonly outputs: number;

  constructor(binned: InputLayout['binned']) {
    super();
    const most = Math.max(...binned.map(({ ends }) => ends.length - 1));
    // A number with fewer bins has empty ones at the end, far above all values.
    const rows = binned.map(({ ends }) =>
      Array.from({ length: most }, (_, i) => [ends[i] ?? 1e9, ends[i + 1] ?? 2e9] as const),
    );
    this.#places = binned.map(({ at }) => at);
    this.#lows = tensor(rows.map((row) => row.map(([low]) => Math.min(low, 1e9))));
    this.#widths = tensor(rows.map((row) => row.map(([low, high]) => Math.max(1e-6, high - low))));
    this.outputs = binned.length * most;
  }

  forward(x: Tensor): Tensor {
    const numbers = x.indexSelect(1, tensor([...this.#places], { dtype: 'int32' })).unsqueeze(2);
    return numbers.sub(this.#lows).div(this.#widths).clamp(0, 1).flatten(1);
  }
}

/** Inputs `[N, inputs]` of a preparation to `[K, N, outputs]`: logits, or a standardised number. */
export class TableModel extends nn.Module {
  readonly spec: ModelSpec;
  readonly layout: InputLayout;
  readonly embeddings: nn.Embedding[];
  readonly bins: Bins | null;
  readonly skip: MemberLinear;
  readonly input: MemberLinear | null;
  readonly blocks: Block[];
  readonly output: MemberLinear | null;
  /** One for each member, instead of layers that all members share a product in. */
  readonly transformers: FTTransformer[];
  readonly dropout: nn.Dropout;

  constructor(spec: ModelSpec, layout: InputLayout) {
    super();
    const { members, hidden, blocks, kind } = spec;
    const isLinear = kind === 'linear' || kind === 'ft-transformer';
    this.spec = spec;
    this.layout = layout;
    this.embeddings = layout.embedded.map(({ count, size }) => new nn.Embedding(count, size));
    for (const embedding of this.embeddings) embedding.weight.assign(embedding.weight.mul(0.3));
    this.bins = isLinear || layout.binned.length === 0 ? null : new Bins(layout.binned);
    const plain = layout.dense + layout.embedded.reduce((sum, { size }) => sum + size, 0);
    const wide = plain + (this.bins?.outputs ?? 0);
    this.skip = new MemberLinear(members, plain, layout.outputs, 0);
    this.input = isLinear ? null : new MemberLinear(members, wide, hidden);
    this.blocks = isLinear ? [] : Array.from({ length: blocks }, () => new Block(spec));
    this.output = isLinear ? null : new MemberLinear(members, hidden, layout.outputs);
    this.transformers =
      kind === 'ft-transformer'
        ? Array.from({ length: members }, () => new FTTransformer(spec, layout))
        : [];
    this.dropout = new nn.Dropout(spec.dropout);
  }

  /** Inputs as they are, with categories looked up. */
  #lookedUp(x: Tensor): Tensor {
    const { dense, embedded } = this.layout;
    if (embedded.length === 0) return x;
    const vectors = this.embeddings.map((embedding, i) =>
      embedding.forward(
        x
          .slice(1, dense + i, dense + i + 1)
          .flatten()
          .to('int32'),
      ),
    );
    return cat(dense === 0 ? vectors : [x.slice(1, 0, dense), ...vectors], 1);
  }

  forward(x: Tensor): Tensor {
    const plain = this.#lookedUp(x);
    const linear = this.skip.forward(plain);
    if (this.transformers.length > 0) {
      return linear.add(stack(this.transformers.map((member) => member.forward(x))));
    }
    if (this.input === null || this.output === null) return linear;
    const wide = this.bins === null ? plain : cat([plain, this.bins.forward(x)], 1);
    let h = this.dropout.forward(this.input.forward(wide).relu());
    for (const block of this.blocks) h = block.forward(h);
    return linear.add(this.output.forward(this.blocks.length > 0 ? h.relu() : h));
  }
}
