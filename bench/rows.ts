/**
 * The rows of the bench: which work, on which inputs, and the bars that it is held to. How each
 * library does the work is in `chainrule.ts` and `peers/`.
 */

import { handSeconds, isHandLooped } from './hand-loops.js';

/** Kinds of work, one function per kind in each contestant. */
export const kinds = [
  'mlpStep',
  'cnnStep',
  'lstmStep',
  'transformerStep',
  'adam',
  'inference',
  'chain',
  'matmul',
  'elementwise',
  'program',
  'changingProgram',
] as const;

export type Kind = (typeof kinds)[number];

/** Options of a kind of work. */
export type Params = Readonly<Record<string, number | string | readonly number[]>>;

/** How an input is filled; the numbers come from a hash of the input's name and the position. */
export interface InputSpec {
  readonly shape: readonly number[];
  /** Uniform floats in [shift - scale, shift + scale), signs -1 or 1, or classes 0..count-1. */
  readonly fill:
    | { readonly scale: number; readonly shift?: number }
    | 'signs'
    | { readonly classes: number };
}

/** Least ratio (time of the other / ours) that is asked for, per library. */
export type Bars = Readonly<Partial<Record<'pytorch' | 'jax-js' | 'tfjs', number>>>;

/** One line of the table. */
export interface Row {
  readonly name: string;
  /** What `--only` selects. */
  readonly group: string;
  readonly kind: Kind;
  readonly params: Params;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  /** Floating-point operations of one call, when the row is about them. */
  readonly flops?: number;
  /** Whether the compared values are losses, which must fall. */
  readonly losses?: boolean;
  /** Seconds of a loop written by hand, on one thread and on two, that the row is held to. */
  readonly byHand?: readonly [one: number, two: number];
  /** Whether a product is held to the machine's peak. */
  readonly isPeakBound?: boolean;
  readonly bars: Bars;
  /** Where `compile()` is held to more. */
  readonly compiledBars?: Bars;
}

type Inputs = Record<string, InputSpec>;

/** Weights of PyTorch's layouts and names, with a scale of gain / sqrt(fan in). */
function weights(entries: Readonly<Record<string, readonly number[]>>, gain = 1): Inputs {
  const specs: Inputs = {};
  for (const [name, shape] of Object.entries(entries)) {
    const fanIn = shape.slice(1).reduce((product, size) => product * size, 1);
    const scale = shape.length > 1 ? gain * fanIn ** -0.5 : 0.05;
    specs[`state:${name}`] = { shape, fill: { scale } };
  }
  return specs;
}

/** Weights of linear layers with relu between them. */
export function mlpWeights(sizes: readonly number[], gain = 1): Inputs {
  const entries: Record<string, readonly number[]> = {};
  sizes.slice(1).forEach((out, i) => {
    entries[`${2 * i}.weight`] = [out, sizes[i] ?? 0];
    entries[`${2 * i}.bias`] = [out];
  });
  return weights(entries, gain);
}

const mnistSizes = [784, 512, 512, 10] as const;

const training: readonly Row[] = [
  {
    name: '2-16-16-1 step, batch 100, max-margin, SGD',
    group: 'small',
    kind: 'mlpStep',
    params: { sizes: [2, 16, 16, 1], loss: 'hinge', optimizer: 'sgd', lr: 0.05 },
    inputs: {
      x: { shape: [100, 2], fill: { scale: 1 } },
      // Random signs cannot be learnt to the end, so the work stays the same.
      y: { shape: [100, 1], fill: 'signs' },
      ...mlpWeights([2, 16, 16, 1]),
    },
    losses: true,
    bars: { pytorch: 6, 'jax-js': 12, tfjs: 25 },
    compiledBars: { pytorch: 10 },
  },
  {
    name: '784-512-512-10 step, batch 128, cross-entropy, Adam',
    group: 'mnist',
    kind: 'mlpStep',
    params: { sizes: mnistSizes, loss: 'crossEntropy', optimizer: 'adam', lr: 0.001 },
    inputs: {
      x: { shape: [128, 784], fill: { scale: 1 } },
      y: { shape: [128], fill: { classes: 10 } },
      ...mlpWeights(mnistSizes),
    },
    losses: true,
    bars: { pytorch: 0.7, 'jax-js': 4, tfjs: 30 },
  },
  {
    name: 'CNN step (3x3 filters 32, 64; dense 128), batch 64, Adam',
    group: 'cnn',
    kind: 'cnnStep',
    params: { lr: 0.001 },
    inputs: {
      x: { shape: [64, 1, 28, 28], fill: { scale: 1 } },
      y: { shape: [64], fill: { classes: 10 } },
      ...weights({
        '0.weight': [32, 1, 3, 3],
        '0.bias': [32],
        '3.weight': [64, 32, 3, 3],
        '3.bias': [64],
        '7.weight': [128, 1600],
        '7.bias': [128],
        '9.weight': [10, 128],
        '9.bias': [10],
      }),
    },
    losses: true,
    bars: { pytorch: 0.7, tfjs: 10 },
  },
  {
    name: 'LSTM step, 64 hidden, 32 steps, batch 32, Adam',
    group: 'lstm',
    kind: 'lstmStep',
    params: { lr: 0.001 },
    inputs: {
      x: { shape: [32, 32, 64], fill: { scale: 1 } },
      y: { shape: [32], fill: { classes: 10 } },
      ...weights({
        weight_ih_l0: [256, 64],
        weight_hh_l0: [256, 64],
        bias_ih_l0: [256],
        bias_hh_l0: [256],
        'head.weight': [10, 64],
        'head.bias': [10],
      }),
    },
    losses: true,
    bars: { pytorch: 0.7 },
  },
  {
    name: 'Transformer block step, d 128, 4 heads, 64 tokens, batch 16, Adam',
    group: 'transformer',
    kind: 'transformerStep',
    params: { lr: 0.001 },
    inputs: {
      x: { shape: [16, 64, 128], fill: { scale: 1 } },
      y: { shape: [16, 64, 128], fill: { scale: 1 } },
      ...weights({
        'self_attn.in_proj_weight': [384, 128],
        'self_attn.in_proj_bias': [384],
        'self_attn.out_proj.weight': [128, 128],
        'self_attn.out_proj.bias': [128],
        'linear1.weight': [512, 128],
        'linear1.bias': [512],
        'linear2.weight': [128, 512],
        'linear2.bias': [128],
        'norm1.weight': [128],
        'norm1.bias': [128],
        'norm2.weight': [128],
        'norm2.bias': [128],
      }),
    },
    losses: true,
    bars: { pytorch: 0.7 },
  },
];

const others: readonly Row[] = [
  {
    name: 'Inference, 784-512-512-10, batch 1',
    group: 'inference',
    kind: 'inference',
    params: { sizes: mnistSizes },
    inputs: { x: { shape: [1, 784], fill: { scale: 1 } }, ...mlpWeights(mnistSizes) },
    bars: { pytorch: 1.5 },
  },
  {
    name: 'Chain of 12 ops on 4M, forward and backward',
    group: 'chain',
    kind: 'chain',
    params: {},
    inputs: { x: { shape: [4_000_000], fill: { scale: 2 } } },
    bars: { pytorch: 2 },
  },
];

/** A product of stored matrices; `n` is as it lies, `t` is transposed by a view. */
function matmul(m: number, k: number, n: number, form: 'nn' | 'nt' | 'tn'): Row {
  const names = { nn: 'A B', nt: 'A Bᵀ', tn: 'Aᵀ B' };
  return {
    name: `matmul ${m}x${k}x${n}, ${names[form]}`,
    group: 'gemm',
    kind: 'matmul',
    params: { form },
    inputs: {
      a: { shape: form === 'tn' ? [k, m] : [m, k], fill: { scale: 1 } },
      b: { shape: form === 'nt' ? [n, k] : [k, n], fill: { scale: 1 } },
    },
    flops: 2 * m * k * n,
    isPeakBound: m * k * n > 100_000,
    bars: {},
  };
}

const squares = [64, 256, 1024, 2048].flatMap((n) =>
  (['nn', 'nt', 'tn'] as const).map((form) => matmul(n, n, n, form)),
);

/** The products of a linear layer: forward, gradient of its input, gradient of its weight. */
function layer(batch: number, from: number, to: number): Row[] {
  return [
    matmul(batch, from, to, 'nt'),
    matmul(batch, to, from, 'nn'),
    matmul(to, batch, from, 'tn'),
  ];
}

/** An op over a matrix of float32. */
function elementwise(op: string, rowCount: number): Row {
  const shape = [rowCount, 1000];
  return {
    name: `${op} on ${op === 'softmax' ? `${rowCount} x 1000` : '1M'}`,
    group: 'elementwise',
    kind: 'elementwise',
    params: { op },
    inputs: {
      x: { shape, fill: { scale: 3, shift: op === 'log' ? 3 : 0 } },
      ...(op === 'add' ? { y: { shape, fill: { scale: 1 } } } : {}),
    },
    ...(isHandLooped(op) ? { byHand: handSeconds(op, 1000 * rowCount) } : {}),
    bars: {},
  };
}

/** The update alone; the weights as they were serve as gradients. */
const adam: Row = {
  name: 'Adam update of 784-512-512-10, 670k parameters',
  group: 'elementwise',
  kind: 'adam',
  params: { lr: 0.001 },
  inputs: mlpWeights(mnistSizes),
  byHand: handSeconds('adam', 669_706),
  bars: {},
};

const passes: readonly Row[] = [
  ...['add', 'exp', 'log', 'tanh', 'gelu', 'sum'].map((op) => elementwise(op, 1000)),
  elementwise('softmax', 128),
  elementwise('softmax', 1000),
  adam,
];

/** All rows, in the order of the table. */
export const rows: readonly Row[] = [
  ...training,
  ...others,
  ...squares,
  ...layer(128, 784, 512),
  ...layer(128, 512, 10),
  ...layer(100, 16, 16),
  ...passes,
];
