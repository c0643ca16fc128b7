/** Networks that MPI libraries drive past the kernel, with reductions of their own. */

import { existsSync, readdirSync } from 'node:fs';

/** Where Linux lists InfiniBand, RoCE and Omni-Path adapters, and those of Slingshot. */
const lists = ['/sys/class/infiniband', '/sys/class/cxi'] as const;

/** Whether this host has an adapter of such a network. */
export function hasFastNetwork(): boolean {
  return lists.some((list) => existsSync(list) && readdirSync(list).length > 0);
}
