/** Entry `chainrule/distributions`: PyTorch's `torch.distributions`. */

export { Bernoulli } from './bernoulli.js';
export { Beta } from './beta.js';
export { Categorical } from './categorical.js';
export type { Chances } from './chances.js';
export { Distribution } from './distribution.js';
export { klDivergence } from './kl-divergence.js';
export { MultivariateNormal, type MultivariateNormalOptions } from './multivariate-normal.js';
export { Normal } from './normal.js';
export { Uniform } from './uniform.js';
