/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const Generator: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Generator(seed?: number)',
);
export const Generator$advanceTo: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Generator.advanceTo(state: RandomState<seed,counter>)',
);
export const Generator$draw: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Generator.draw(count: number)',
);
export const Generator$manualSeed: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Generator.manualSeed(seed: number)',
);
export const Generator$setState: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Generator.setState(state: RandomState<seed,counter>)',
);
export const LiveNumber: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LiveNumber(read: function)',
);
export const abs: Readonly<Signature> = /* @__PURE__ */ new Signature('abs(x: unchecked)');
export const acos: Readonly<Signature> = /* @__PURE__ */ new Signature('acos(x: unchecked)');
export const acosh: Readonly<Signature> = /* @__PURE__ */ new Signature('acosh(x: unchecked)');
export const add: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'add(a: unchecked, b: unchecked)',
);
export const addcdiv: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'addcdiv(x: unchecked, a: unchecked, b: unchecked, options?: { value?: number })',
);
export const addcmul: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'addcmul(x: unchecked, a: unchecked, b: unchecked, options?: { value?: number })',
);
export const addmm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'addmm(x: unchecked, a: unchecked, b: unchecked, options?: { beta?: number, alpha?: number })',
);
export const addmv: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'addmv(x: unchecked, a: unchecked, b: unchecked, options?: { beta?: number, alpha?: number })',
);
export const all: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'all(x: unchecked, dim?: number | number[] | null, keepdim?: boolean)',
);
export const allclose: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'allclose(a: unchecked, b: unchecked, options?: { rtol?: number, atol?: number, equalNan?: boolean })',
);
export const amax: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'amax(x: unchecked, dim?: number | number[] | null, keepdim?: boolean)',
);
export const amin: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'amin(x: unchecked, dim?: number | number[] | null, keepdim?: boolean)',
);
export const aminmax: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'aminmax(x: unchecked, options?: { dim?: number | null, keepdim?: boolean })',
);
export const any: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'any(x: unchecked, dim?: number | number[] | null, keepdim?: boolean)',
);
export const arange: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'arange(...args?: number | object | undefined)',
);
export const argmax: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'argmax(x: unchecked, dim?: number | null, keepdim?: boolean)',
);
export const argmin: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'argmin(x: unchecked, dim?: number | null, keepdim?: boolean)',
);
export const argsort: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'argsort(x: unchecked, dim?: number, descending?: boolean)',
);
export const argwhere: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'argwhere(x: unchecked)',
);
export const asin: Readonly<Signature> = /* @__PURE__ */ new Signature('asin(x: unchecked)');
export const asinh: Readonly<Signature> = /* @__PURE__ */ new Signature('asinh(x: unchecked)');
export const at: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'at(x: unchecked, ...index?: unchecked)',
);
export const atan: Readonly<Signature> = /* @__PURE__ */ new Signature('atan(x: unchecked)');
export const atan2: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'atan2(y: unchecked, x: unchecked)',
);
export const atanh: Readonly<Signature> = /* @__PURE__ */ new Signature('atanh(x: unchecked)');
export const baddbmm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'baddbmm(x: unchecked, a: unchecked, b: unchecked, options?: { beta?: number, alpha?: number })',
);
export const bernoulli: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'bernoulli(p: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const bincount: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'bincount(x: unchecked, weights?: Tensor<node> | null, minlength?: number)',
);
export const bitwiseAnd: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'bitwiseAnd(a: unchecked, b: unchecked)',
);
export const bitwiseLeftShift: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'bitwiseLeftShift(a: unchecked, places: unchecked)',
);
export const bitwiseNot: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'bitwiseNot(x: unchecked)',
);
export const bitwiseOr: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'bitwiseOr(a: unchecked, b: unchecked)',
);
export const bitwiseRightShift: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'bitwiseRightShift(a: unchecked, places: unchecked)',
);
export const bitwiseXor: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'bitwiseXor(a: unchecked, b: unchecked)',
);
export const blockDiag: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'blockDiag(...tensors?: Tensor<node>)',
);
export const bmm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'bmm(a: unchecked, b: unchecked)',
);
export const bool: Readonly<Signature> = /* @__PURE__ */ new Signature('bool(x: unchecked)');
export const broadcastTensors: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'broadcastTensors(...tensors?: Tensor<node>)',
);
export const broadcastTo: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'broadcastTo(x: unchecked, shape: number[])',
);
export const bucketize: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'bucketize(x: unchecked, boundaries: Tensor<node>, options?: any)',
);
export const cartesianProd: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cartesianProd(...tensors?: Tensor<node>)',
);
export const cat: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cat(tensors: Tensor<node>[], dim?: number)',
);
export const cdist: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cdist(a: unchecked, b: unchecked, p?: number)',
);
export const ceil: Readonly<Signature> = /* @__PURE__ */ new Signature('ceil(x: unchecked)');
export const chunk: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'chunk(x: unchecked, chunks: number, dim?: number)',
);
export const clamp: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'clamp(x: unchecked, min?: Tensor<node> | number | null, max?: Tensor<node> | number | null)',
);
export const clone: Readonly<Signature> = /* @__PURE__ */ new Signature('clone(x: unchecked)');
export const columnStack: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'columnStack(tensors: Tensor<node>[])',
);
export const compile: Readonly<Signature> = /* @__PURE__ */ new Signature('compile(fn: function)');
export const contiguous: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'contiguous(x: unchecked)',
);
export const copysign: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'copysign(a: unchecked, b: unchecked)',
);
export const corrcoef: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'corrcoef(x: unchecked)',
);
export const cos: Readonly<Signature> = /* @__PURE__ */ new Signature('cos(x: unchecked)');
export const cosh: Readonly<Signature> = /* @__PURE__ */ new Signature('cosh(x: unchecked)');
export const countNonzero: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'countNonzero(x: unchecked, dim?: number | number[] | null)',
);
export const cov: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cov(x: unchecked, options?: { correction?: number, fweights?: Tensor<node> | null, aweights?: Tensor<node> | null })',
);
export const cross: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cross(a: unchecked, b: unchecked, options?: { dim?: number } | number)',
);
export const cummax: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cummax(x: unchecked, dim: number)',
);
export const cummin: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cummin(x: unchecked, dim: number)',
);
export const cumprod: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cumprod(x: unchecked, dim: number)',
);
export const cumsum: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cumsum(x: unchecked, dim: number)',
);
export const customOp: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'customOp(op: CustomOp<forward,backward>)',
);
export const detach: Readonly<Signature> = /* @__PURE__ */ new Signature('detach(x: unchecked)');
export const diag: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'diag(x: unchecked, diagonalOffset?: number)',
);
export const diagEmbed: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'diagEmbed(x: unchecked, offset?: number, dim1?: number, dim2?: number)',
);
export const diagonal: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'diagonal(x: unchecked, offset?: number, dim1?: number, dim2?: number)',
);
export const diff: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'diff(x: unchecked, n?: number, dim?: number, options?: { prepend?: Tensor<node>, append?: Tensor<node> })',
);
export const digamma: Readonly<Signature> = /* @__PURE__ */ new Signature('digamma(x: unchecked)');
export const dim: Readonly<Signature> = /* @__PURE__ */ new Signature('dim(x: unchecked)');
export const dims: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'dims(x: unchecked, count: number)',
);
export const div: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "div(a: unchecked, b: unchecked, options?: { roundingMode?: 'trunc' | 'floor' | null })",
);
export const dot: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'dot(a: unchecked, b: unchecked)',
);
export const double: Readonly<Signature> = /* @__PURE__ */ new Signature('double(x: unchecked)');
export const dstack: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'dstack(tensors: Tensor<node>[])',
);
export const einsum: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'einsum(equation: string, ...operands?: Tensor<node>)',
);
export const elu: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'elu(x: unchecked, alpha?: number)',
);
export const eq: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'eq(a: unchecked, b: unchecked)',
);
export const equal: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'equal(a: unchecked, b: unchecked)',
);
export const erf: Readonly<Signature> = /* @__PURE__ */ new Signature('erf(x: unchecked)');
export const erfc: Readonly<Signature> = /* @__PURE__ */ new Signature('erfc(x: unchecked)');
export const erfinv: Readonly<Signature> = /* @__PURE__ */ new Signature('erfinv(x: unchecked)');
export const exp: Readonly<Signature> = /* @__PURE__ */ new Signature('exp(x: unchecked)');
export const exp2: Readonly<Signature> = /* @__PURE__ */ new Signature('exp2(x: unchecked)');
export const expand: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'expand(x: unchecked, shape: number[])',
);
export const expandAs: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'expandAs(x: unchecked, other: Tensor<node>)',
);
export const expm1: Readonly<Signature> = /* @__PURE__ */ new Signature('expm1(x: unchecked)');
export const exponential: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'exponential(shape: number[], options?: { dtype?: unchecked, requiresGrad?: boolean, generator?: Generator<manualSeed,initialSeed> | undefined, lambd?: number })',
);
export const eye: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'eye(...args?: number | object | undefined)',
);
export const flatten: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'flatten(x: unchecked, startDim?: number, endDim?: number)',
);
export const flip: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'flip(x: unchecked, dim: number | number[])',
);
export const fliplr: Readonly<Signature> = /* @__PURE__ */ new Signature('fliplr(x: unchecked)');
export const flipud: Readonly<Signature> = /* @__PURE__ */ new Signature('flipud(x: unchecked)');
export const float: Readonly<Signature> = /* @__PURE__ */ new Signature('float(x: unchecked)');
export const floor: Readonly<Signature> = /* @__PURE__ */ new Signature('floor(x: unchecked)');
export const floorDivide: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'floorDivide(a: unchecked, b: unchecked)',
);
export const fmod: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'fmod(a: unchecked, b: unchecked)',
);
export const frac: Readonly<Signature> = /* @__PURE__ */ new Signature('frac(x: unchecked)');
export const full: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'full(shape: number[], value: number | boolean, options?: { dtype?: unchecked, requiresGrad?: boolean })',
);
export const fullLike: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'fullLike(x: Tensor<node>, value: number | boolean, options?: { dtype?: unchecked, requiresGrad?: boolean })',
);
export const gather: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'gather(x: unchecked, dim: number, index: Tensor<node>)',
);
export const ge: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ge(a: unchecked, b: unchecked)',
);
export const gelu: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "gelu(x: unchecked, options?: { approximate?: 'none' | 'tanh' })",
);
export const gt: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'gt(a: unchecked, b: unchecked)',
);
export const heaviside: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'heaviside(x: unchecked, values: unchecked)',
);
export const histc: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'histc(x: unchecked, bins?: number, min?: number, max?: number)',
);
export const hstack: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'hstack(tensors: Tensor<node>[])',
);
export const hypot: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'hypot(a: unchecked, b: unchecked)',
);
export const indexAdd: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'indexAdd(x: unchecked, dim: number, index: Tensor<node>, source: Tensor<node>, options?: { alpha?: number })',
);
export const indexCopy: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'indexCopy(x: unchecked, dim: number, index: Tensor<node>, source: Tensor<node>)',
);
export const indexFill: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'indexFill(x: unchecked, dim: number, index: Tensor<node>, value: Tensor<node> | number | boolean)',
);
export const indexPut: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'indexPut(x: unchecked, indices: unchecked[], values: Tensor<node> | number, options?: { accumulate?: boolean })',
);
export const indexSelect: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'indexSelect(x: unchecked, dim: number, index: Tensor<node>)',
);
export const inner: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'inner(a: unchecked, b: unchecked)',
);
export const int: Readonly<Signature> = /* @__PURE__ */ new Signature('int(x: unchecked)');
export const isclose: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'isclose(a: unchecked, b: unchecked, options?: { rtol?: number, atol?: number, equalNan?: boolean })',
);
export const isfinite: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'isfinite(x: unchecked)',
);
export const isinf: Readonly<Signature> = /* @__PURE__ */ new Signature('isinf(x: unchecked)');
export const isnan: Readonly<Signature> = /* @__PURE__ */ new Signature('isnan(x: unchecked)');
export const kron: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'kron(a: unchecked, b: unchecked)',
);
export const kthvalue: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'kthvalue(x: unchecked, k: number, dim?: number, keepdim?: boolean)',
);
export const le: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'le(a: unchecked, b: unchecked)',
);
export const leakyRelu: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'leakyRelu(x: unchecked, negativeSlope?: number)',
);
export const lerp: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'lerp(a: unchecked, b: unchecked, weight: unchecked)',
);
export const lgamma: Readonly<Signature> = /* @__PURE__ */ new Signature('lgamma(x: unchecked)');
export const linspace: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'linspace(start: number, end: number, steps: number, options?: { dtype?: unchecked, requiresGrad?: boolean })',
);
export const liveNumber: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'liveNumber(read: function)',
);
export const log: Readonly<Signature> = /* @__PURE__ */ new Signature('log(x: unchecked)');
export const log10: Readonly<Signature> = /* @__PURE__ */ new Signature('log10(x: unchecked)');
export const log1p: Readonly<Signature> = /* @__PURE__ */ new Signature('log1p(x: unchecked)');
export const log2: Readonly<Signature> = /* @__PURE__ */ new Signature('log2(x: unchecked)');
export const logSoftmax: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'logSoftmax(x: unchecked, dim: number)',
);
export const logaddexp: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'logaddexp(a: unchecked, b: unchecked)',
);
export const logcumsumexp: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'logcumsumexp(x: unchecked, dim: number)',
);
export const logicalAnd: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'logicalAnd(a: unchecked, b: unchecked)',
);
export const logicalNot: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'logicalNot(x: unchecked)',
);
export const logicalOr: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'logicalOr(a: unchecked, b: unchecked)',
);
export const logicalXor: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'logicalXor(a: unchecked, b: unchecked)',
);
export const logit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'logit(x: unchecked, options?: { eps?: number | null } | number)',
);
export const logsumexp: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'logsumexp(x: unchecked, dim?: number | number[] | null, keepdim?: boolean)',
);
export const long: Readonly<Signature> = /* @__PURE__ */ new Signature('long(x: unchecked)');
export const lt: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'lt(a: unchecked, b: unchecked)',
);
export const manualSeed: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'manualSeed(seed: number)',
);
export const maskedFill: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'maskedFill(x: unchecked, mask: Tensor<node>, value: Tensor<node> | number | boolean)',
);
export const maskedSelect: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'maskedSelect(x: unchecked, mask: Tensor<node>)',
);
export const matmul: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'matmul(a: unchecked, b: unchecked)',
);
export const matrixPower: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'matrixPower(x: unchecked, n: number)',
);
export const max: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'max(x: unchecked, dim?: number | number[] | null | Tensor<node>, keepdim?: boolean)',
);
export const maximum: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'maximum(a: unchecked, b: unchecked)',
);
export const mean: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'mean(x: unchecked, dim?: number | number[] | null, keepdim?: boolean)',
);
export const median: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'median(x: unchecked, dim?: number | null, keepdim?: boolean)',
);
export const meshgrid: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "meshgrid(tensors: Tensor<node>[], options?: { indexing?: 'ij' | 'xy' })",
);
export const min: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'min(x: unchecked, dim?: number | number[] | null | Tensor<node>, keepdim?: boolean)',
);
export const minimum: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'minimum(a: unchecked, b: unchecked)',
);
export const mm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'mm(a: unchecked, b: unchecked)',
);
export const mode: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'mode(x: unchecked, dim?: number, keepdim?: boolean)',
);
export const moveaxis: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'moveaxis(x: unchecked, source: number | number[], destination: number | number[])',
);
export const movedim: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'movedim(x: unchecked, source: number | number[], destination: number | number[])',
);
export const msort: Readonly<Signature> = /* @__PURE__ */ new Signature('msort(x: unchecked)');
export const mul: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'mul(a: unchecked, b: unchecked)',
);
export const multinomial: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'multinomial(weights: Tensor<node>, numSamples: number, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, replacement?: boolean })',
);
export const mv: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'mv(a: unchecked, b: unchecked)',
);
export const nanToNum: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'nanToNum(x: unchecked, options?: { nan?: number, posinf?: number, neginf?: number })',
);
export const nanmean: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'nanmean(x: unchecked, dim?: number | number[] | null, keepdim?: boolean)',
);
export const nanmedian: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'nanmedian(x: unchecked, dim?: number | null, keepdim?: boolean)',
);
export const nanquantile: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "nanquantile(x: unchecked, q: Tensor<node> | number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: 'linear' | 'lower' | 'higher' | 'nearest' | 'midpoint' })",
);
export const nansum: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'nansum(x: unchecked, dim?: number | number[] | null, keepdim?: boolean)',
);
export const narrow: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'narrow(x: unchecked, dim: number, start: number, length: number)',
);
export const ne: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ne(a: unchecked, b: unchecked)',
);
export const neg: Readonly<Signature> = /* @__PURE__ */ new Signature('neg(x: unchecked)');
export const nonzero: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'nonzero(x: unchecked, options?: { asTuple?: boolean })',
);
export const norm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "norm(x: unchecked, p?: number | 'fro' | null, dim?: number | number[] | null, keepdim?: boolean)",
);
export const normal: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'normal(mean: Tensor<node> | number, std: Tensor<node> | number, options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const oneHot: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'oneHot(x: Tensor<node>, numClasses: number)',
);
export const ones: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ones(shape: number[], options?: { dtype?: unchecked, requiresGrad?: boolean })',
);
export const onesLike: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'onesLike(x: Tensor<node>, options?: { dtype?: unchecked, requiresGrad?: boolean })',
);
export const outer: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'outer(a: unchecked, b: unchecked)',
);
export const pad: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'pad(x: unchecked, low: number[], high: number[], interior?: number[])',
);
export const permute: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'permute(x: unchecked, dims: number[])',
);
export const polygamma: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'polygamma(n: number, x: unchecked)',
);
export const pow: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'pow(base: unchecked, exponent: unchecked)',
);
export const prod: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'prod(x: unchecked, dim?: number | number[] | null, keepdim?: boolean)',
);
export const quantile: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "quantile(x: unchecked, q: Tensor<node> | number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: 'linear' | 'lower' | 'higher' | 'nearest' | 'midpoint' })",
);
export const rand: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'rand(shape: number[], options?: { dtype?: unchecked, requiresGrad?: boolean, generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const randLike: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'randLike(x: Tensor<node>, options?: { dtype?: unchecked, requiresGrad?: boolean, generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const randint: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'randint(low: number, high: number, shape: number[], options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const randintLike: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'randintLike(x: Tensor<node>, low: number, high: number, options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const randn: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'randn(shape: number[], options?: { dtype?: unchecked, requiresGrad?: boolean, generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const randnLike: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'randnLike(x: Tensor<node>, options?: { dtype?: unchecked, requiresGrad?: boolean, generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const randperm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'randperm(n: number, options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const ravel: Readonly<Signature> = /* @__PURE__ */ new Signature('ravel(x: unchecked)');
export const realize: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'realize(tensors: iterable)',
);
export const reciprocal: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'reciprocal(x: unchecked)',
);
export const relu: Readonly<Signature> = /* @__PURE__ */ new Signature('relu(x: unchecked)');
export const remainder: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'remainder(a: unchecked, b: unchecked)',
);
export const repeat: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'repeat(x: unchecked, ...counts?: number | number[])',
);
export const repeatInterleave: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'repeatInterleave(x: unchecked, repeats: number | Tensor<node>, options?: { dim?: number | null } | number)',
);
export const reshape: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'reshape(x: unchecked, shape: number[])',
);
export const reshapeAs: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'reshapeAs(x: unchecked, other: Tensor<node>)',
);
export const roll: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'roll(x: unchecked, shifts: number | number[], dims?: number | number[] | null)',
);
export const rot90: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'rot90(x: unchecked, k?: number, dims?: number[])',
);
export const round: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'round(x: unchecked, options?: { decimals?: number })',
);
export const rsqrt: Readonly<Signature> = /* @__PURE__ */ new Signature('rsqrt(x: unchecked)');
export const scatter: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "scatter(x: unchecked, dim: number, index: Tensor<node>, source: Tensor<node> | number, options?: { reduce?: 'add' | 'multiply' | null })",
);
export const scatterAdd: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'scatterAdd(x: unchecked, dim: number, index: Tensor<node>, source: Tensor<node>)',
);
export const scatterReduce: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "scatterReduce(x: unchecked, dim: number, index: Tensor<node>, source: Tensor<node>, reduce: 'sum' | 'prod' | 'mean' | 'amax' | 'amin', options?: { includeSelf?: boolean })",
);
export const searchsorted: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "searchsorted(sorted: Tensor<node>, values: unchecked, options?: { right?: boolean, side?: 'left' | 'right', sorter?: Tensor<node> | null })",
);
export const select: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'select(x: unchecked, dim: number, index: number)',
);
export const setRandomState: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'setRandomState(state: RandomState<seed,counter>)',
);
export const sigmoid: Readonly<Signature> = /* @__PURE__ */ new Signature('sigmoid(x: unchecked)');
export const sign: Readonly<Signature> = /* @__PURE__ */ new Signature('sign(x: unchecked)');
export const signbit: Readonly<Signature> = /* @__PURE__ */ new Signature('signbit(x: unchecked)');
export const silu: Readonly<Signature> = /* @__PURE__ */ new Signature('silu(x: unchecked)');
export const sin: Readonly<Signature> = /* @__PURE__ */ new Signature('sin(x: unchecked)');
export const sinc: Readonly<Signature> = /* @__PURE__ */ new Signature('sinc(x: unchecked)');
export const sinh: Readonly<Signature> = /* @__PURE__ */ new Signature('sinh(x: unchecked)');
export const size: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'size(x: unchecked, dim?: number | null)',
);
export const slice: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'slice(x: unchecked, dim?: number, start?: number | null, end?: number | null, step?: number)',
);
export const slidingWindow: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'slidingWindow(x: unchecked, dim: number, size: number, options?: { stride?: number, dilation?: number })',
);
export const softmax: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'softmax(x: unchecked, dim: number)',
);
export const softplus: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'softplus(x: unchecked, options?: { beta?: number, threshold?: number })',
);
export const sort: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'sort(x: unchecked, dim?: number, descending?: boolean)',
);
export const split: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'split(x: unchecked, size: number | number[], dim?: number)',
);
export const sqrt: Readonly<Signature> = /* @__PURE__ */ new Signature('sqrt(x: unchecked)');
export const square: Readonly<Signature> = /* @__PURE__ */ new Signature('square(x: unchecked)');
export const squeeze: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'squeeze(x: unchecked, dim?: number | number[] | null)',
);
export const stack: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'stack(tensors: Tensor<node>[], dim?: number)',
);
export const std: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'std(x: unchecked, dim?: number | number[] | null, options?: { correction?: number, keepdim?: boolean })',
);
export const stdMean: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'stdMean(x: unchecked, dim?: number | number[] | null, options?: { correction?: number, keepdim?: boolean })',
);
export const sub: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'sub(a: unchecked, b: unchecked)',
);
export const sum: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'sum(x: unchecked, dim?: number | number[] | null, keepdim?: boolean)',
);
export const swapaxes: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'swapaxes(x: unchecked, axis0: number, axis1: number)',
);
export const swapdims: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'swapdims(x: unchecked, dim0: number, dim1: number)',
);
export const t: Readonly<Signature> = /* @__PURE__ */ new Signature('t(x: unchecked)');
export const take: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'take(x: unchecked, index: Tensor<node>)',
);
export const takeAlongDim: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'takeAlongDim(x: unchecked, index: Tensor<node>, dim?: number | null)',
);
export const tan: Readonly<Signature> = /* @__PURE__ */ new Signature('tan(x: unchecked)');
export const tanh: Readonly<Signature> = /* @__PURE__ */ new Signature('tanh(x: unchecked)');
export const tensor: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'tensor(values: unchecked, options?: { dtype?: unchecked, requiresGrad?: boolean, shape?: number[] })',
);
export const tensorSplit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'tensorSplit(x: unchecked, indicesOrSections: number | number[] | Tensor<node>, dim?: number)',
);
export const tensordot: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'tensordot(a: unchecked, b: unchecked, dims?: number | number[][])',
);
export const tile: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'tile(x: unchecked, ...counts?: number | number[])',
);
export const to: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'to(x: unchecked, dtype: unchecked)',
);
export const topk: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'topk(x: unchecked, k: number, dim?: number, largest?: boolean)',
);
export const trace: Readonly<Signature> = /* @__PURE__ */ new Signature('trace(x: unchecked)');
export const transpose: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'transpose(x: unchecked, dim0: number, dim1: number)',
);
export const trapezoid: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'trapezoid(y: unchecked, x?: Tensor<node> | null, options?: { dx?: number, dim?: number })',
);
export const tril: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'tril(x: unchecked, diagonal?: number)',
);
export const trilIndices: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'trilIndices(rows: number, columns: number, offset?: number)',
);
export const triu: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'triu(x: unchecked, diagonal?: number)',
);
export const triuIndices: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'triuIndices(rows: number, columns: number, offset?: number)',
);
export const trunc: Readonly<Signature> = /* @__PURE__ */ new Signature('trunc(x: unchecked)');
export const unbind: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'unbind(x: unchecked, dim?: number)',
);
export const unflatten: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'unflatten(x: unchecked, dim: number, sizes: number[])',
);
export const unfold: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'unfold(x: unchecked, dim: number, size: number, step: number)',
);
export const unique: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'unique(x: unchecked, options?: { sorted?: boolean, returnInverse?: boolean, returnCounts?: boolean, dim?: number | null })',
);
export const uniqueConsecutive: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'uniqueConsecutive(x: unchecked, options?: { sorted?: boolean, returnInverse?: boolean, returnCounts?: boolean, dim?: number | null })',
);
export const unsqueeze: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'unsqueeze(x: unchecked, dim: number)',
);
export const varMean: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'varMean(x: unchecked, dim?: number | number[] | null, options?: { correction?: number, keepdim?: boolean })',
);
export const variance: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'var(x: unchecked, dim?: number | number[] | null, options?: { correction?: number, keepdim?: boolean })',
);
export const vdot: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'vdot(a: unchecked, b: unchecked)',
);
export const view: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'view(x: unchecked, ...shape?: number | number[])',
);
export const viewAs: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'viewAs(x: unchecked, other: Tensor<node>)',
);
export const vstack: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'vstack(tensors: Tensor<node>[])',
);
export const where: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'where(condition: unchecked, a: unchecked, b: unchecked)',
);
export const withGenerator: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'withGenerator(generator: Generator<manualSeed,initialSeed>, fn: function)',
);
export const xlogy: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'xlogy(x: unchecked, y: unchecked)',
);
export const zeros: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'zeros(shape: number[], options?: { dtype?: unchecked, requiresGrad?: boolean })',
);
export const zerosLike: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'zerosLike(x: Tensor<node>, options?: { dtype?: unchecked, requiresGrad?: boolean })',
);
