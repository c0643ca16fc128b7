/** Products by name, and factorisations. */

import * as c from 'chainrule';
import { definite, left, type Operations, right, row, small, square, tall, x } from './inputs.js';

/** Operations whose gradients are measured too. */
export const differentiable: Operations = {
  bmm: () => left.bmm(right),
  mv: () => x.mv(row),
  outer: () => row.outer(row),
  tensordot: () => c.tensordot(x, tall, 1),
  addmm: () => square.addmm(definite, square),
  cdist: () => c.cdist(square, definite),
  matrixPower: () => definite.div(300).matrixPower(5),
  'norm of matrices': () => c.linalg.matrixNorm(left),
  cholesky: () => c.linalg.cholesky(definite),
  'cholesky of small ones': () => c.linalg.cholesky(small),
  solve: () => c.linalg.solve(definite, square),
  'solve small ones': () => c.linalg.solve(small, small),
  solveTriangular: () => c.linalg.solveTriangular(definite.tril(), square, { upper: false }),
  inv: () => c.linalg.inv(definite),
  slogdet: () => c.linalg.slogdet(definite)[1],
  'det of small ones': () => c.linalg.det(small),
  qr: () => c.linalg.qr(definite)[1],
  eigh: () => c.linalg.eigh(definite)[0],
  'eigh of small ones': () => c.linalg.eigh(small)[0],
  svd: () => c.linalg.svd(square)[1],
  pinv: () => c.linalg.pinv(definite),
};

/** Those without gradients. */
export const others: Operations = {
  matrixRank: () => c.linalg.matrixRank(definite),
  lstsq: () => c.linalg.lstsq(definite, square).solution,
};
