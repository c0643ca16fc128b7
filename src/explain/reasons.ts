/** The compiler's reasons in words. */

import type { FusionObstacle, MaterializeReason } from '../compiler/trace.js';
import type { Node } from '../graph/node.js';

const ownKernels: Readonly<Record<string, string>> = {
  contract: 'a product: its kernel computes it in blocks',
  sum: 'a sum: known when its loop has ended',
  max: 'a maximum: known when its loop has ended',
  place: 'parts side by side: each is written by a loop of its own',
  scatterAdd: 'added up in memory, at indices known only then',
  cumsum: 'a running sum: its kernel walks rows in memory',
  argsort: 'a sort: its kernel works on rows in memory',
};

/** Why a node is stored, `users` being how many others need it. */
export function storedBecause(node: Node, reason: MaterializeReason, users: number): string {
  switch (reason) {
    case 'output':
      return 'asked for';
    case 'kernel':
      return ownKernels[node.op] ?? 'has a kernel of its own';
    case 'cost':
      return `used ${users > 1 ? `${users} times` : 'again and again'}, and too costly to compute again`;
    case 'reads':
      return `used ${users} times, and made of too many arrays to read them again`;
    case 'size':
      return 'its expression fills a kernel';
    case 'reshape':
      return 'copied: no strides show it in the shape that is needed';
    case 'operand':
      return 'an operand that its kernel reads from memory';
    case 'sumOrder':
      return 'a sum over it keeps its own order of additions';
    case 'pieces':
      return 'partial results of a long sum, for threads and for precision';
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
    case 'product':
      return 'beside a product only cheap stores pay, and no sum is complete in a block';
    case 'access':
      return 'it needs results of other indices';
    case 'fewRows':
      return 'there are too few rows to share between threads';
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
