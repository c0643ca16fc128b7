/** Functions of tensors that `nn.functional` has, too, as in PyTorch. */

export {
  elu,
  gelu,
  leakyRelu,
  logSoftmax,
  oneHot,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from '../../tensor/index.js';
export type { GeluOptions, SoftplusOptions } from '../../tensor/ops/elementwise/activation.js';
