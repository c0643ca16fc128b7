/** Floor 2: tensors, and every operation on them as a function and as a method. */

import './methods.js';

export type { DType } from '../graph/dtype.js';
export type { Shape } from '../graph/shape.js';
export { type Compiled, compile } from './compile.js';
export type { TensorLike } from './convert.js';
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
} from './create.js';
export { type LiveNumber, liveNumber } from './live-number.js';
export type { TensorMethods } from './methods.js';
export type { Nested } from './nested.js';
export * from './ops/index.js';
export {
  getRandomState,
  manualSeed,
  type RandomState,
  rand,
  randint,
  randLike,
  randn,
  randnLike,
  randperm,
  setRandomState,
} from './random.js';
export { type BackwardOptions, realize, Tensor } from './tensor.js';
