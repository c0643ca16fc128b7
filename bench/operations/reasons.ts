/** Why an operation is slower than half as fast as PyTorch's, where that is known. */

const inFloat64 =
  'computed in float64 for float32 inputs, too: half the lanes, twice the memory, more right digits';

/** By the names of the operations. */
export const reasons: Readonly<Record<string, string>> = {
  cholesky: inFloat64,
  solveTriangular: inFloat64,
  slogdet: inFloat64,
  qr: inFloat64,
  eigh: `${inFloat64}; steps of QR turn the vectors, where LAPACK divides and conquers`,
  svd: `${inFloat64}; Jacobi after eigenvectors, where LAPACK divides and conquers`,
  pinv: 'as svd',
  matrixRank: 'as svd, whose vectors it does not need',
  lstsq: 'as svd',
};
