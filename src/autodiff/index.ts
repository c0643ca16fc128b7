/** Floor 2: gradients of tensors as functions. */

export { type CustomOp, customOp } from './custom-op.js';
export { hessian, jacobian, jvp, vjp } from './derivatives.js';
export { enableGrad, grad, noGrad, valueAndGrad } from './grad.js';
export { type GradcheckOptions, gradcheck } from './gradcheck.js';
export type { Tensors } from './leaves.js';
