/** Floor 2: gradients of tensors as functions. */

export { type CustomOp, customOp, type Tensors } from '../tensor/handle/custom-op.js';
export { hessian, jacobian, jvp, vjp } from './derivatives.js';
export {
  enableGrad,
  type GradOptions,
  type GradUnusedOptions,
  grad,
  noGrad,
  valueAndGrad,
} from './grad.js';
export { type GradcheckOptions, gradcheck } from './gradcheck.js';
