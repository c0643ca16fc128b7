/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const cholesky: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cholesky(a: Tensor<node>, options?: { upper?: boolean })',
);
export const det: Readonly<Signature> = /* @__PURE__ */ new Signature('det(a: Tensor<node>)');
export const eigh: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "eigh(a: Tensor<node>, options?: { UPLO?: 'L' | 'U' })",
);
export const eigvalsh: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "eigvalsh(a: Tensor<node>, options?: { UPLO?: 'L' | 'U' })",
);
export const inv: Readonly<Signature> = /* @__PURE__ */ new Signature('inv(a: Tensor<node>)');
export const lstsq: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'lstsq(a: Tensor<node>, b: Tensor<node>)',
);
export const matrixNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "matrixNorm(x: Tensor<node>, ord?: 'fro' | 'nuc' | number, dim?: number[], keepdim?: boolean)",
);
export const matrixPower: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'matrixPower(a: Tensor<node>, n: number)',
);
export const matrixRank: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'matrixRank(a: Tensor<node>, options?: { atol?: Tensor<node> | number | null, rtol?: Tensor<node> | number | null, hermitian?: boolean })',
);
export const multiDot: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'multiDot(tensors: Tensor<node>[])',
);
export const norm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "norm(x: Tensor<node>, ord?: 'fro' | 'nuc' | number | null, dim?: number | number[] | null, keepdim?: boolean)",
);
export const pinv: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'pinv(a: Tensor<node>, options?: { atol?: Tensor<node> | number | null, rtol?: Tensor<node> | number | null, hermitian?: boolean })',
);
export const qr: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "qr(a: Tensor<node>, options?: { mode?: 'reduced' | 'complete' })",
);
export const slogdet: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'slogdet(a: Tensor<node>)',
);
export const solve: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'solve(a: Tensor<node>, b: Tensor<node>)',
);
export const solveTriangular: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'solveTriangular(a: Tensor<node>, b: Tensor<node>, options: { upper: boolean, left?: boolean, unitriangular?: boolean })',
);
export const svd: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'svd(a: Tensor<node>, options?: { fullMatrices?: boolean })',
);
export const svdvals: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'svdvals(a: Tensor<node>)',
);
export const vectorNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'vectorNorm(x: Tensor<node>, ord?: number, dim?: number | number[] | null, keepdim?: boolean)',
);
