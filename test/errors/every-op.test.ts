/**
 * Every operation, fed operands, dims and shapes that it cannot take: an error of the library at
 * the call, which starts with the name of the operation and shows what it was given.
 */

import * as chainrule from 'chainrule';
import { tensor, zeros } from 'chainrule';
import { describe, expect, it } from 'vitest';
import * as ops from '../../src/tensor/ops/index.js';

interface Bad {
  readonly call: () => unknown;
  /** What the message has to show. */
  readonly shows: readonly string[];
}

/** What TypeScript would refuse, as plain JavaScript passes it. */
function untyped(value: unknown): never {
  return value as never;
}

function bad(call: () => unknown, ...shows: string[]): Bad {
  return { call, shows };
}

const matrix = zeros([2, 3]);
const index = tensor([0, 1], { dtype: 'int32' });

/** An op of one operand, given a string. */
function unary(op: (x: never) => unknown): Bad[] {
  return [bad(() => op(untyped('1')), 'expected a tensor or a number', 'string')];
}

/** An op of two operands that broadcast. */
function binary(op: (a: never, b: never) => unknown): Bad[] {
  return [
    bad(() => op(untyped(matrix), untyped(zeros([4]))), '[2, 3]', '[4]', 'do not broadcast'),
    bad(() => op(untyped(matrix), untyped('1')), 'string'),
    bad(() => op(untyped(matrix), untyped([1, 2, 3])), 'an array', 'tensor([...])'),
    bad(() => op(untyped(undefined), untyped(matrix)), 'undefined'),
  ];
}

/** An op along a dim, or several. */
function alongDim(op: (x: never, dim: never) => unknown): Bad[] {
  return [
    bad(() => op(untyped(matrix), untyped(2)), 'dim 2', '2 dims', '-2 to 1'),
    bad(() => op(untyped(matrix), untyped(0.5)), 'integer', '0.5'),
    bad(() => op(untyped('1'), untyped(0)), 'string'),
  ];
}

/** The rows of several ops that are alike. */
function each<const Name extends keyof typeof ops>(
  names: readonly Name[],
  row: (op: (...args: never[]) => unknown) => Bad[],
): { readonly [N in Name]: readonly Bad[] } {
  const rows = names.map((name) => [name, row(Reflect.get(ops, name) as never)] as const);
  return Object.fromEntries(rows) as unknown as { readonly [N in Name]: readonly Bad[] };
}

const byAnother = (reason: string) => reason;

/** Bad calls of each operation, or why there is none. */
const rows: { readonly [Op in keyof typeof ops]: readonly Bad[] | string } = {
  abs: unary(ops.abs),
  dims: [{ call: () => zeros([2, 3]).dims(3), shows: ['dims', '[2, 3]', '3'] }],
  clone: unary(ops.clone),
  cos: unary(ops.cos),
  detach: unary(ops.detach),
  elu: unary(ops.elu),
  erf: unary(ops.erf),
  exp: unary(ops.exp),
  expm1: unary(ops.expm1),
  floor: unary(ops.floor),
  gelu: unary(ops.gelu),
  leakyRelu: unary(ops.leakyRelu),
  log: unary(ops.log),
  log1p: unary(ops.log1p),
  neg: unary(ops.neg),
  reciprocal: unary(ops.reciprocal),
  relu: unary(ops.relu),
  rsqrt: unary(ops.rsqrt),
  sigmoid: unary(ops.sigmoid),
  sign: unary(ops.sign),
  silu: unary(ops.silu),
  sin: unary(ops.sin),
  softplus: unary(ops.softplus),
  sqrt: unary(ops.sqrt),
  square: unary(ops.square),
  tanh: unary(ops.tanh),
  clamp: unary(ops.clamp),
  to: [
    bad(() => ops.to(matrix, untyped('double')), 'double', "'float64'"),
    bad(() => ops.to(matrix, untyped(undefined)), 'undefined'),
  ],

  add: binary(ops.add),
  sub: [
    ...binary(ops.sub),
    bad(() => ops.sub(tensor([true]), tensor([false])), 'bools', "x.to('int32')"),
  ],
  mul: binary(ops.mul),
  div: binary(ops.div),
  pow: [...binary(ops.pow), bad(() => ops.pow(index, -1), 'int32', '-1', "to('float32')")],
  maximum: binary(ops.maximum),
  minimum: binary(ops.minimum),
  eq: binary(ops.eq),
  ne: binary(ops.ne),
  lt: binary(ops.lt),
  le: binary(ops.le),
  gt: binary(ops.gt),
  ge: binary(ops.ge),
  where: [
    bad(() => ops.where(zeros([4]).gt(0), matrix, 0), '[4]', '[2, 3]'),
    bad(() => ops.where(untyped('1'), matrix, 0), 'string'),
  ],

  sum: alongDim(ops.sum),
  mean: [...alongDim(ops.mean), bad(() => ops.mean(index), 'int32', "x.to('float32')")],
  prod: alongDim(ops.prod),
  var: alongDim(ops.var),
  variance: 'is `var`, whose name is a word of the language',
  std: alongDim(ops.std),
  norm: [
    ...alongDim((x, dim) => ops.norm(x, 2, dim)),
    bad(() => ops.norm(matrix, Number.NaN), 'NaN'),
    bad(() => ops.norm(matrix, untyped('nuc')), "'fro'"),
  ],
  argmax: [...alongDim(ops.argmax), bad(() => ops.argmax(zeros([0])), '[0]')],
  argmin: [...alongDim(ops.argmin), bad(() => ops.argmin(zeros([0])), '[0]')],
  logsumexp: alongDim(ops.logsumexp),
  softmax: alongDim(ops.softmax),
  logSoftmax: alongDim(ops.logSoftmax),
  cumsum: alongDim(ops.cumsum),
  cummax: alongDim(ops.cummax),
  sort: alongDim(ops.sort),
  topk: [
    bad(() => ops.topk(matrix, 4), '4', '[2, 3]'),
    bad(() => ops.topk(matrix, 1, 2), 'dim 2'),
    bad(() => ops.topk(matrix, 0.5), '0.5'),
  ],

  matmul: [
    bad(() => ops.matmul(matrix, zeros([4, 3])), '[2, 3] @ [4, 3]', 'b.transpose', '[2, 4]'),
    bad(() => ops.matmul(matrix, zeros([])), '[2, 3]', '[]', 'mul()'),
    bad(() => ops.matmul(tensor([true]), tensor([true])), 'bool'),
    bad(() => ops.matmul(matrix, untyped([1, 2, 3])), 'an array'),
    bad(() => ops.matmul(zeros([5, 2, 3]), zeros([4, 3, 2])), '[5]', '[4]'),
  ],
  einsum: [
    bad(() => ops.einsum('ij,jk->ik', matrix, zeros([4, 5])), 'j', '3', '4'),
    bad(() => ops.einsum('ij->ijk', matrix), 'k'),
    bad(() => ops.einsum('ijk->i', matrix), '[2, 3]'),
    bad(() => ops.einsum('ij,jk->ik', matrix), '2', '1'),
  ],

  reshape: [
    bad(() => ops.reshape(matrix, [4]), '[2, 3]', '6', '[4]'),
    bad(() => ops.reshape(matrix, [-1, 4]), '[-1, 4]', '[2, 3]'),
    bad(() => ops.reshape(matrix, [-1, -1]), '[-1, -1]'),
    bad(() => ops.reshape(matrix, untyped(6)), '[6]'),
  ],
  flatten: [
    bad(() => ops.flatten(matrix, 2), 'dim 2'),
    bad(() => ops.flatten(matrix, 1, 0), 'startDim 1', 'endDim 0'),
  ],
  squeeze: alongDim(ops.squeeze),
  unsqueeze: [bad(() => ops.unsqueeze(matrix, 4), 'dim 4')],
  expand: [
    bad(() => ops.expand(matrix, [4, 3]), '[2, 3]', '[4, 3]'),
    bad(() => ops.expand(matrix, [3]), '[2, 3]', '[3]'),
    bad(() => ops.expand(matrix, untyped(4)), '[4]'),
  ],
  broadcastTo: [bad(() => ops.broadcastTo(matrix, [4, 3]), '[2, 3]', '[4, 3]')],
  permute: [
    bad(() => ops.permute(matrix, [0]), '[0]', '[2, 3]'),
    bad(() => ops.permute(matrix, [0, 0]), '[0, 0]'),
    bad(() => ops.permute(matrix, [0, 2]), 'dim 2'),
  ],
  transpose: [bad(() => ops.transpose(matrix, 0, 2), 'dim 2', '2 dims')],
  flip: alongDim(ops.flip),
  tril: [bad(() => ops.tril(zeros([3])), '[3]')],
  triu: [bad(() => ops.triu(zeros([3])), '[3]')],
  pad: [
    bad(() => ops.pad(matrix, [1], [1]), '[1]', '[2, 3]'),
    bad(() => ops.pad(matrix, [-1, 0], [0, 0]), '[-1, 0]'),
  ],
  slidingWindow: [
    bad(() => ops.slidingWindow(matrix, 1, 4), '4', '[2, 3]'),
    bad(() => ops.slidingWindow(matrix, 2, 1), 'dim 2'),
    bad(() => ops.slidingWindow(matrix, 1, 0.5), 'positive integers', '0.5'),
  ],
  unfold: [bad(() => ops.unfold(matrix, 1, 4, 1), '4', '[2, 3]')],

  cat: [
    bad(() => ops.cat([matrix, zeros([2, 4])]), '[2, 3]', '[2, 4]'),
    bad(() => ops.cat([matrix], 2), 'dim 2'),
    bad(() => ops.cat([]), 'at least one'),
    bad(() => ops.cat([zeros([])]), '0-d'),
    bad(() => ops.cat(untyped(matrix)), 'list of tensors'),
  ],
  stack: [
    bad(() => ops.stack([zeros([2]), zeros([3])]), '[2]', '[3]'),
    bad(() => ops.stack([]), 'at least one'),
    bad(() => ops.stack([matrix, untyped(3)]), 'list of tensors'),
    bad(() => ops.stack([matrix], 3), 'dim 3'),
  ],
  split: [
    bad(() => ops.split(matrix, [1, 1], 1), '[1, 1]', '3'),
    bad(() => ops.split(matrix, 0), '0'),
    bad(() => ops.split(matrix, 1, 2), 'dim 2'),
  ],
  chunk: [
    bad(() => ops.chunk(matrix, 0), '0'),
    bad(() => ops.chunk(matrix, 2, 2), 'dim 2'),
    bad(() => ops.chunk(zeros([]), 2), '0-d'),
  ],
  slice: [
    bad(() => ops.slice(matrix, 2), 'dim 2'),
    bad(() => ops.slice(matrix, 0, 0, 1, 0), 'step', '0', 'flip()'),
    bad(() => ops.slice(matrix, 0, 0, 2, -1), '-1'),
    bad(() => ops.slice(zeros([]), 0), '0-d'),
    bad(() => ops.slice(matrix, 0, 0.5), 'integers', '0.5'),
  ],
  at: [
    bad(() => ops.at(matrix, 2), '2', '[2, 3]'),
    bad(() => ops.at(matrix, 0, 0, 0), '3 indices', '[2, 3]'),
    bad(() => ops.at(matrix, 0.5), '0.5'),
  ],
  gather: [
    bad(() => ops.gather(matrix, 0, index), '[2]', '[2, 3]'),
    bad(() => ops.gather(zeros([3]), 0, tensor([0.5])), 'float32', "index.to('int32')"),
    bad(() => ops.gather(zeros([3]), 1, index), 'dim 1'),
  ],
  indexSelect: [
    bad(() => ops.indexSelect(matrix, 0, tensor([1])), 'float32'),
    bad(() => ops.indexSelect(matrix, 0, index.reshape([2, 1])), '[2, 1]'),
    bad(() => ops.indexSelect(matrix, 2, index), 'dim 2'),
  ],
  scatterAdd: [
    bad(() => ops.scatterAdd(zeros([3]), 0, index, zeros([1])), '[2]', '[1]'),
    bad(() => ops.scatterAdd(zeros([3]), 0, tensor([1]), zeros([1])), 'float32'),
  ],
  oneHot: [
    bad(() => ops.oneHot(tensor([0.5]), 3), 'float32'),
    bad(() => ops.oneHot(index, 0), '0'),
  ],

  ...each(
    [
      ...([
        'ceil',
        'trunc',
        'frac',
        'round',
        'tan',
        'asin',
        'acos',
        'atan',
        'sinh',
        'cosh',
      ] as const),
      ...(['asinh', 'acosh', 'atanh', 'log2', 'log10', 'exp2', 'sinc', 'erfc', 'erfinv'] as const),
      ...(['lgamma', 'digamma', 'isnan', 'isinf', 'isfinite', 'nanToNum', 'signbit'] as const),
      ...(['logicalNot', 'nonzero', 'argwhere', 'unbind', 'contiguous'] as const),
      ...([
        't',
        'trace',
        'diag',
        'diagonal',
        'diagEmbed',
        'fliplr',
        'flipud',
        'size',
        'dim',
      ] as const),
      ...(['cov', 'varMean', 'stdMean', 'nansum', 'nanmean', 'histc', 'bincount'] as const),
      ...(['unique', 'uniqueConsecutive', 'diff', 'trapezoid'] as const),
    ],
    (op) => unary(op),
  ),
  logit: unary(ops.logit),
  corrcoef: 'is made of `cov`',
  aminmax: 'is made of `amin` and `amax`',
  msort: 'is made of `sort`',
  ...each(
    [
      ...(['atan2', 'logaddexp', 'xlogy', 'hypot', 'fmod', 'remainder', 'floorDivide'] as const),
      ...(['copysign', 'heaviside', 'isclose', 'logicalAnd', 'logicalOr', 'logicalXor'] as const),
    ],
    (op) => binary(op),
  ),
  allclose: [bad(() => ops.allclose(matrix, zeros([4])), '[2, 3]', '[4]')],
  equal: [bad(() => ops.equal(matrix, untyped('1')), 'string')],
  ...each(
    ['bitwiseAnd', 'bitwiseOr', 'bitwiseXor', 'bitwiseLeftShift', 'bitwiseRightShift'],
    (op) => [bad(() => op(untyped(matrix), untyped(matrix)), 'float32', "to('int32')")],
  ),
  bitwiseNot: [bad(() => ops.bitwiseNot(matrix), 'float32')],
  lerp: byAnother('is made of `add`, `sub` and `mul`'),
  addcmul: byAnother('is made of `add` and `mul`'),
  addcdiv: byAnother('is made of `add` and `div`'),
  mm: [bad(() => ops.mm(matrix, zeros([3])), '2 dims', '[3]')],
  bmm: [bad(() => ops.bmm(zeros([2, 1, 3]), zeros([3, 3, 1])), '[2, 1, 3]', '[3, 3, 1]')],
  mv: [bad(() => ops.mv(matrix, matrix), '1 dims', '[2, 3]')],
  dot: [bad(() => ops.dot(matrix, matrix), '1 dims')],
  vdot: [bad(() => ops.vdot(matrix, matrix), '1 dims')],
  outer: [bad(() => ops.outer(matrix, zeros([2])), '1 dims')],
  inner: [bad(() => ops.inner(untyped('1'), matrix), 'string')],
  tensordot: [bad(() => ops.tensordot(matrix, matrix, 1), '[2, 3]')],
  kron: [bad(() => ops.kron(untyped('1'), matrix), 'string')],
  cross: [bad(() => ops.cross(zeros([2]), zeros([2])), '3', '[2]')],
  addmm: byAnother('is made of `mm` and `add`'),
  addmv: byAnother('is made of `mv` and `add`'),
  baddbmm: byAnother('is made of `bmm` and `add`'),
  cdist: [
    bad(() => ops.cdist(matrix, zeros([2, 4])), '[2, 3]', '[2, 4]'),
    bad(() => ops.cdist(matrix, matrix, -1), '-1'),
  ],
  matrixPower: [
    bad(() => ops.matrixPower(matrix, 2), '[2, 3]'),
    bad(() => ops.matrixPower(zeros([2, 2]), -1), '-1'),
  ],
  polygamma: [bad(() => ops.polygamma(-1, matrix), '-1')],

  ...each(
    ['any', 'all', 'amax', 'amin', 'countNonzero', 'cumprod', 'logcumsumexp', 'mode'] as const,
    (op) => alongDim(op),
  ),
  max: [bad(() => ops.max(matrix, 2), 'dim 2')],
  min: [bad(() => ops.min(matrix, -3), 'dim -3')],
  median: [
    bad(() => ops.median(matrix, 2), 'dim 2'),
    bad(() => ops.median(zeros([0, 2]), 0), '[0, 2]'),
  ],
  nanmedian: [bad(() => ops.nanmedian(matrix, 2), 'dim 2')],
  kthvalue: [
    bad(() => ops.kthvalue(matrix, 4), '3', '4'),
    bad(() => ops.kthvalue(matrix, 1, 2), 'dim 2'),
  ],
  quantile: [
    bad(() => ops.quantile(matrix, 1.5), '1.5'),
    bad(() => ops.quantile(matrix, 0.5, 2), 'dim 2'),
    bad(() => ops.quantile(matrix, 0.5, 0, false, untyped({ interpolation: 'cubic' })), 'cubic'),
  ],
  nanquantile: [bad(() => ops.nanquantile(matrix, -1), '-1')],
  cummin: byAnother('is made of `cummax`'),
  argsort: byAnother('is made of `sort`'),
  searchsorted: [bad(() => ops.searchsorted(zeros([3, 2]), matrix), '[3, 2]', '[2, 3]')],
  bucketize: [bad(() => ops.bucketize(matrix, matrix), '[2, 3]')],

  view: byAnother('is `reshape`'),
  viewAs: byAnother('is `reshape`'),
  reshapeAs: byAnother('is `reshape`'),
  expandAs: byAnother('is `broadcastTo`'),
  ravel: byAnother('is `flatten`'),
  swapaxes: byAnother('is `transpose`'),
  swapdims: byAnother('is `transpose`'),
  moveaxis: byAnother('is `movedim`'),
  float: byAnother('is `to`'),
  double: byAnother('is `to`'),
  int: byAnother('is `to`'),
  long: byAnother('is `to`'),
  bool: byAnother('is `to`'),
  movedim: [
    bad(() => ops.movedim(matrix, 2, 0), 'dim 2'),
    bad(() => ops.movedim(matrix, [0, 1], 0), '[0]'),
  ],
  roll: [
    bad(() => ops.roll(matrix, [1, 2], 0), '[1, 2]', '[0]'),
    bad(() => ops.roll(matrix, 1, 2), 'dim 2'),
  ],
  rot90: [bad(() => ops.rot90(matrix, 1, [0, 0]), '[0, 0]')],
  select: [
    bad(() => ops.select(matrix, 0, 2), '2', '[2, 3]'),
    bad(() => ops.select(matrix, 2, 0), 'dim 2'),
  ],
  narrow: [bad(() => ops.narrow(matrix, 1, 2, 2), '2', '[2, 3]')],
  unflatten: [bad(() => ops.unflatten(matrix, 1, [2, 2]), '[2, 2]', '[2, 3]')],
  tensorSplit: [
    bad(() => ops.tensorSplit(matrix, 0), '0'),
    bad(() => ops.tensorSplit(matrix, 2, 2), 'dim 2'),
  ],
  repeat: [
    bad(() => ops.repeat(matrix, 2), '[2]', '[2, 3]', 'tile()'),
    bad(() => ops.repeat(matrix, -1, 2), '-1'),
  ],
  tile: [bad(() => ops.tile(matrix, -1), '-1')],
  repeatInterleave: [
    bad(() => ops.repeatInterleave(matrix, -1), '-1'),
    bad(() => ops.repeatInterleave(matrix, zeros([2])), 'float32'),
    bad(() => ops.repeatInterleave(matrix, index, { dim: 1 }), '2 counts', '[2, 3]'),
  ],
  hstack: byAnother('is made of `cat`'),
  vstack: byAnother('is made of `cat`'),
  dstack: byAnother('is made of `cat`'),
  columnStack: byAnother('is made of `cat`'),
  blockDiag: [bad(() => ops.blockDiag(zeros([1, 2, 3])), '[1, 2, 3]')],
  broadcastTensors: [bad(() => ops.broadcastTensors(matrix, zeros([4])), '[2, 3]', '[4]')],
  meshgrid: [
    bad(() => ops.meshgrid([matrix]), '[2, 3]'),
    bad(() => ops.meshgrid([], untyped({ indexing: 'ji' })), 'ji'),
  ],
  cartesianProd: [bad(() => ops.cartesianProd(), 'at least one')],
  trilIndices: [bad(() => ops.trilIndices(-1, 2), '-1')],
  triuIndices: [bad(() => ops.triuIndices(0.5, 2), '0.5')],

  take: [bad(() => ops.take(matrix, matrix), 'float32', "to('int32')")],
  takeAlongDim: [bad(() => ops.takeAlongDim(matrix, index, 0), '[2, 3]', '[2]')],
  maskedSelect: [bad(() => ops.maskedSelect(matrix, matrix), 'float32')],
  maskedFill: [
    bad(() => ops.maskedFill(matrix, matrix, 0), 'float32'),
    bad(() => ops.maskedFill(matrix, zeros([4]).gt(0), 0), '[4]'),
    bad(() => ops.maskedFill(matrix, matrix.gt(0), zeros([3])), '[3]', 'where()'),
  ],
  indexPut: [
    bad(() => ops.indexPut(matrix, untyped(index), 0), 'list'),
    bad(() => ops.indexPut(matrix, [0], zeros([2])), '[2]', '[3]'),
    bad(() => ops.indexPut(matrix, [0], index), 'int32', 'float32'),
  ],
  indexAdd: [
    bad(() => ops.indexAdd(matrix, 0, matrix, matrix), 'float32'),
    bad(() => ops.indexAdd(matrix, 0, index, zeros([3, 3])), '[2, 3]', '[3, 3]'),
  ],
  indexCopy: [bad(() => ops.indexCopy(matrix, 2, index, matrix), 'dim 2')],
  indexFill: [bad(() => ops.indexFill(matrix, 0, index.reshape([1, 2]), 0), '[1, 2]')],
  scatter: [
    bad(() => ops.scatter(matrix, 0, index, 1), '[2]', '[2, 3]'),
    bad(() => ops.scatter(matrix, 0, matrix, 1), 'float32'),
  ],
  scatterReduce: [
    bad(() => ops.scatterReduce(matrix, 0, index, matrix, untyped('median')), 'median', "'sum'"),
  ],
};

const kinds = [
  chainrule.ShapeError,
  chainrule.DTypeError,
  chainrule.IndexError,
  chainrule.ValueError,
];

function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return null;
}

describe('an operation refuses what it cannot take', () => {
  for (const [name, list] of Object.entries(rows)) {
    if (typeof list === 'string') continue;
    it(name, () => {
      for (const { call, shows } of list) {
        const error = errorOf(call);
        expect(kinds.some((kind) => error instanceof kind)).toBe(true);
        const { message } = error as Error;
        expect(message.slice(0, name.length + 2)).toBe(`${name}: `);
        for (const part of shows) expect(message).toContain(part);
      }
    });
  }
});
