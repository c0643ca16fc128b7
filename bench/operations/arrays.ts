/** Order, reductions, places and shapes. */

import * as c from 'chainrule';
import {
  columns,
  images,
  type Operations,
  row,
  rows,
  square,
  table,
  tokens,
  wholes,
  x,
  y,
} from './inputs.js';

const ascending = c.arange(-512, 512).float().div(512);

/** Operations whose gradients are measured too. */
export const differentiable: Operations = {
  'median of rows': () => x.median(1)[0],
  quantile: () => x.quantile(0.3, 1),
  kthvalue: () => x.kthvalue(100, 1)[0],
  cumprod: () => x.cumprod(1),
  logcumsumexp: () => x.logcumsumexp(1),
  cummax: () => x.cummax(1)[0],
  nansum: () => x.nansum(1),
  nanmean: () => x.nanmean(1),
  varMean: () => x.varMean(1)[0],
  diff: () => x.diff(),
  trapezoid: () => x.trapezoid(),
  'max of columns': () => x.max(1)[0],
  cov: () => square.cov(),
  take: () => x.take(wholes),
  takeAlongDim: () => x.takeAlongDim(columns, 1),
  'at, ids': () => table.at(tokens),
  'at, places': () => x.at(rows, rows),
  maskedFill: () => x.maskedFill(y.gt(0), 0),
  maskedSelect: () => x.maskedSelect(y.gt(0)),
  indexAdd: () => x.indexAdd(0, rows.narrow(0, 0, 512), y),
  indexFill: () => x.indexFill(0, rows.narrow(0, 0, 64), 2),
  scatter: () => x.scatter(1, columns, y.narrow(1, 0, 16)),
  scatterReduce: () => x.scatterReduce(1, columns, y.narrow(1, 0, 16), 'amax'),
  repeat: () => x.repeat([2, 2]),
  repeatInterleave: () => x.repeatInterleave(2, 1),
  roll: () => x.roll(5, 1),
  rot90: () => x.rot90(),
  'stack rows': () => c.vstack([x, y]),
  diagEmbed: () => row.diagEmbed(),
  movedim: () => images.movedim(1, -1).mul(1),
  blockDiag: () => c.blockDiag(square, square),
  kron: () => c.kron(square.narrow(0, 0, 16), square.narrow(1, 0, 16)),
};

/** Those without gradients. */
export const others: Operations = {
  any: () => x.gt(2).any(1),
  argsort: () => x.argsort(1),
  mode: () => wholes.mode(1)[0],
  countNonzero: () => x.countNonzero(1),
  unique: () => wholes.unique(),
  bincount: () => wholes.ravel().bincount(),
  histc: () => x.histc(100),
  searchsorted: () => c.searchsorted(ascending, x),
  nonzero: () => x.gt(0).nonzero(),
  randperm: () => c.randperm(100_000),
};
