/** `nn.utils`: clipping of gradients, and parameters as one vector, with PyTorch's names. */

export { type ClipGradNormOptions, clipGradNorm, clipGradValue } from '../../optim/clip-grad.js';
export { parametersToVector, vectorToParameters } from './parameter-vector.js';
