/** The main entry: tensors, gradients, `nn` and `optim`. */

export * from './autodiff/index.js';
export {
  DataError,
  DTypeError,
  GradientError,
  IndexError,
  MemoryError,
  ShapeError,
  StaleTensorError,
  ValueError,
} from './errors.js';
export { math, type ScalarValue } from './expression/index.js';
export * as nn from './nn/index.js';
export * as optim from './optim/index.js';
export { getNumThreads, setNumThreads } from './runtime/devices.js';
export { type KernelRun, type KernelSummary, Profile, profile } from './runtime/profile.js';
export * from './tensor/index.js';
export * as linalg from './tensor/linalg/index.js';
export { setWarnings } from './warnings.js';
