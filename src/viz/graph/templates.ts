/**
 * Operations that are composed of primitives, and how they look in a graph: each is built twice, by
 * the library's own function on stand-ins, so that the picture follows the code. What differs
 * between the two builds (a slope, one over a count) is an argument and may be anything.
 */

import { internal } from '../../errors.js';
import type { Node } from '../../graph/node.js';
import { moments, scaleToUnit } from '../../nn/functional/normalization.js';
import { functional } from '../../nn/index.js';
import { getRandomState, setRandomState, Tensor, tensor } from '../../tensor/index.js';

/** A composed operation as a pattern. */
export interface Template {
  readonly name: string;
  /** The root of each of the two builds. */
  readonly roots: readonly [Node, Node];
  /** The stand-ins of the first build; they match anything. */
  readonly inputs: readonly Node[];
  /** Whether sums over the first dim, a batch, tell it from another operation. */
  readonly minutely: boolean;
}

/** How to build one: shapes of the stand-ins for build 0 and 1, and the operation. */
interface Recipe {
  readonly name: string;
  readonly shapes: readonly [
    first: readonly (readonly number[])[],
    second: readonly (readonly number[])[],
  ];
  readonly build: (inputs: readonly Tensor[], variant: 0 | 1) => Tensor;
  /** Which stand-ins hold class indices. */
  readonly indices?: readonly number[];
  /** Whether a sum must go over the first dim exactly where the pattern's does. */
  readonly minutely?: boolean;
}

type Unary = (x: Tensor, variant: 0 | 1) => Tensor;

const matrix = [[[4, 6]], [[5, 9]]] as const;

function unary(name: string, build: Unary): Recipe {
  return { name, shapes: matrix, build: ([x], variant) => build(given(x), variant) };
}

function given(x: Tensor | undefined): Tensor {
  if (x === undefined) throw internal('a template without its input');
  return x;
}

const affine = [
  [[4, 6], [6], [6]],
  [[5, 9], [9], [9]],
] as const;
const running = [
  [[4, 6], [6], [6], [6], [6]],
  [[5, 9], [9], [9], [9], [9]],
] as const;
const images = [
  [[2, 3, 9, 9], [4, 3, 3, 3], [4]],
  [[3, 5, 14, 14], [7, 5, 5, 5], [7]],
] as const;
const pairs = [
  [
    [4, 6],
    [4, 6],
  ],
  [
    [5, 9],
    [5, 9],
  ],
] as const;
const classes = [
  [[4, 6], [4]],
  [[5, 9], [5]],
] as const;

/** Every composed operation that is drawn as one; the losses that are one line by hand are not. */
const recipes: readonly Recipe[] = [
  unary('leakyRelu', (x, v) => x.leakyRelu(0.1 + v)),
  unary('elu', (x, v) => x.elu(2 + v)),
  unary('gelu', (x) => x.gelu()),
  unary('gelu', (x) => x.gelu({ approximate: 'tanh' })),
  unary('silu', (x) => x.silu()),
  unary('softplus', (x) => x.softplus()),
  unary('softmax', (x) => x.softmax(-1)),
  unary('logSoftmax', (x) => x.logSoftmax(-1)),
  unary('logsumexp', (x) => x.logsumexp(-1)),
  unary('mean', (x) => x.mean()),
  unary('var', (x) => x.var()),
  unary('std', (x) => x.std()),
  unary('min', (x) => x.min()),
  unary('norm', (x) => x.norm()),
  unary('square', (x) => x.square()),
  unary('cube', (x) => x.pow(3)),
  unary('dropout', (x, v) => functional.dropout(x, { p: 0.3 + v / 10 })),
  unary('layerNorm', (x, v) =>
    functional.layerNorm(x, x.shape.slice(1), null, null, { eps: 1 + v }),
  ),
  {
    name: 'batchNorm',
    shapes: affine,
    minutely: true,
    build: ([x, w, b], v) => {
      const { centered, variance } = moments(given(x), [0]);
      return scaleToUnit(centered, variance, 1 + v, given(w), given(b));
    },
  },
  {
    name: 'batchNorm',
    shapes: running,
    build: ([x, mean, variance, w, b], v) =>
      scaleToUnit(given(x).sub(given(mean)), given(variance), 1 + v, given(w), given(b)),
  },
  {
    name: 'layerNorm',
    shapes: affine,
    minutely: true,
    build: ([x, w, b], v) =>
      functional.layerNorm(given(x), given(w).shape, given(w), given(b), { eps: 1 + v }),
  },
  {
    name: 'conv2d',
    shapes: images,
    build: ([x, w, b]) => functional.conv2d(given(x), given(w), given(b)),
  },
  {
    name: 'conv2d',
    shapes: images,
    build: ([x, w, b]) => functional.conv2d(given(x), given(w), given(b), { padding: 1 }),
  },
  {
    name: 'conv2d',
    shapes: images,
    build: ([x, w]) => functional.conv2d(given(x), given(w)),
  },
  { name: 'maxPool2d', shapes: images, build: ([x]) => functional.maxPool2d(given(x), 2) },
  { name: 'maxPool2d', shapes: images, build: ([x]) => functional.maxPool2d(given(x), 3) },
  { name: 'avgPool2d', shapes: images, build: ([x]) => functional.avgPool2d(given(x), 2) },
  {
    name: 'crossEntropy',
    shapes: classes,
    indices: [1],
    build: ([x, y]) => functional.crossEntropy(given(x), given(y)),
  },
  {
    name: 'crossEntropy',
    shapes: pairs,
    build: ([x, y]) => functional.crossEntropy(given(x), given(y)),
  },
  {
    name: 'nllLoss',
    shapes: classes,
    indices: [1],
    build: ([x, y]) => functional.nllLoss(given(x), given(y)),
  },
  {
    name: 'binaryCrossEntropyWithLogits',
    shapes: pairs,
    build: ([x, y]) => functional.binaryCrossEntropyWithLogits(given(x), given(y)),
  },
  {
    name: 'binaryCrossEntropy',
    shapes: pairs,
    build: ([x, y]) => functional.binaryCrossEntropy(given(x), given(y)),
  },
];

/** Opaque inputs: a constant would be folded into the operation. */
function standIns(recipe: Recipe, variant: 0 | 1): Tensor[] {
  return recipe.shapes[variant].map((shape, i) => {
    const dtype = recipe.indices?.includes(i) ? 'int32' : 'float32';
    const count = shape.reduce((product, size) => product * size, 1);
    const values = dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
    return new Tensor(tensor(values).reshape(shape).node);
  });
}

function build(recipe: Recipe): Template {
  const inputs = standIns(recipe, 0);
  const first = recipe.build(inputs, 0).node;
  const second = recipe.build(standIns(recipe, 1), 1).node;
  return {
    name: recipe.name,
    roots: [first, second],
    inputs: inputs.map(({ node }) => node),
    minutely: recipe.minutely ?? false,
  };
}

/** Every template, the larger ones of equal beginnings first. The random stream stays as it was. */
export function makeTemplates(): Template[] {
  const state = getRandomState();
  try {
    return recipes.toReversed().map(build);
  } finally {
    setRandomState(state);
  }
}
