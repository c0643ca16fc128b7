/** Floor 2: tensors, and every operation on them as a function and as a method. */

import './methods.js';

export type { DType } from '../graph/dtype.js';
export type { Shape } from '../graph/shape.js';
export { type Compiled, compile } from './compile/compile.js';
export type { TensorLike } from './handle/convert.js';
export { type LiveNumber, liveNumber } from './handle/live-number.js';
export type { Nested } from './handle/nested.js';
export { type BackwardOptions, realize, Tensor } from './handle/tensor.js';
export {
  arange,
  type CreateOptions,
  eye,
  full,
  fullLike,
  linspace,
  ones,
  onesLike,
  type TensorOptions,
  type TypedArray,
  tensor,
  zeros,
  zerosLike,
} from './make/create.js';
export {
  bernoulli,
  type ExponentialOptions,
  exponential,
  type MultinomialOptions,
  multinomial,
  normal,
  randintLike,
} from './make/draws.js';
export {
  currentGenerator,
  defaultGenerator,
  Generator,
  getRandomState,
  manualSeed,
  type RandomState,
  setRandomState,
  withGenerator,
} from './make/generator.js';
export {
  type GeneratorOption,
  type RandomOptions,
  rand,
  randint,
  randLike,
  randn,
  randnLike,
  randperm,
} from './make/random.js';
export type { TensorMethods } from './methods.js';
export * from './ops/index.js';
export type { TensorJSON } from './print/as-plain.js';
