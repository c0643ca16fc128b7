/** The compiler's reasons in words. */

import type { FusionObstacle } from '../../compiler/fuse/fusion-trace.js';
import type { MaterializeReason } from '../../compiler/schedule/schedule-trace.js';
import type { Node } from '../../graph/node.js';

const ownKernels: Readonly<Record<string, string>> = {
  contract: 'a product has its own kernel',
  sum: 'a sum ends with its loop',
  max: 'a maximum ends with its loop',
  place: 'parts are written side by side',
  scatterAdd: 'added up in memory',
  cumsum: 'its kernel walks rows in memory',
  argsort: 'its kernel sorts rows in memory',
};

/** Why a node is stored, `users` being how many others need it. */
export function storedBecause(node: Node, reason: MaterializeReason, users: number): string {
  switch (reason) {
    case 'output':
      return 'asked for';
    case 'kernel':
      return ownKernels[node.op] ?? 'has a kernel of its own';
    case 'cost':
      return users > 1 ? `used ${users} times, costly to redo` : 'used for many elements, costly';
    case 'reads':
      return `used ${users} times, of many arrays`;
    case 'size':
      return 'its expression fills a kernel';
    case 'buffers':
      return 'a kernel may read no more arrays';
    case 'reshape':
      return 'copied: no strides reshape it';
    case 'operand':
      return 'its user reads it from memory';
    case 'sumOrder':
      return 'a sum of it keeps its order';
    case 'pieces':
      return 'parts of a long sum';
  }
}

/** Why a job did not join the kernel whose results it reads: the end of `not in kernel 0: `. */
export function apartBecause(why: FusionObstacle | 'split'): string {
  switch (why) {
    case 'closed':
      return 'that kernel takes no other work';
    case 'space':
      return 'it loops over other sizes';
    case 'reducedDims':
      return 'it sums over other dims';
    case 'items':
      return 'that kernel stores as many results as it can';
    case 'unrelated':
      return 'it shares nothing with it';
    case 'epilogue':
      return 'beside a product of its sizes this does not pay';
    case 'sumOfProduct':
      return 'a product is computed in blocks, in which no sum is complete';
    case 'access':
      return 'it needs results of other indices';
    case 'fewRows':
      return 'there are too few rows to share between threads';
    case 'buffers':
      return 'the device allows no more arrays in one kernel';
    case 'walk':
      return 'one walks rows, the other columns';
    case 'size':
      return 'together they need too many registers';
    case 'sumOrder':
      return 'a sum would be added up in another order';
    case 'split':
      return 'its arrays would be read in blocks, which is slower than in one go';
  }
}
