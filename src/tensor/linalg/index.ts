/**
 * `linalg`: PyTorch's `torch.linalg`. Factorisations read their operand, and are computed in
 * float64 whatever its dtype.
 */

export { cross } from '../ops/linalg/products.js';
export {
  type CholeskyOptions,
  cholesky,
  type Eigen,
  type EighOptions,
  eigh,
  eigvalsh,
  type QROptions,
  qr,
  type SVDOptions,
  svd,
  svdvals,
} from './factorisations.js';
export * from './norms.js';
export {
  det,
  inv,
  type SolveTriangularOptions,
  slogdet,
  solve,
  solveTriangular,
} from './solve.js';
