/**
 * The CPU's lowering, from jobs to launches for a processor with vectors: loops over ranges,
 * blocked products, rows.
 */

import { assertNever } from '../errors.js';
import { epilogueOf } from './fuse/epilogue-items.js';
import { lowerContract } from './lower/contract/lower-contract.js';
import type { Launch, LowerContext, StridedView } from './lower/launch.js';
import type { ResultDims } from './lower/loops/block-loops.js';
import { lowerEpilogue } from './lower/loops/epilogue.js';
import { lowerLoop } from './lower/loops/lower-loop.js';
import { lowerRows } from './lower/rows/row-kernels.js';
import { lowerScatter } from './lower/rows/scatter-kernel.js';
import type { ContractJob, Job, MemoryView } from './schedule/job.js';

/** The launches of a job. */
export function lowerJob(job: Job, context: LowerContext): Launch[] {
  switch (job.kind) {
    case 'loop':
      return lowerLoop(job, context);
    case 'contract':
      return lowerProduct(job, context);
    case 'scatterAdd':
      return lowerScatter(job, context);
    case 'rows':
      return lowerRows(job, context);
    default:
      return assertNever(job);
  }
}

/** A product with its epilogue. */
function lowerProduct(job: ContractJob, context: LowerContext): Launch[] {
  const { node, a, b } = job;
  const strided = ({ source, view }: MemoryView): StridedView => ({
    buffer: context.bufferOf(source),
    ...view,
  });
  const dtype = node.dtype === 'bool' ? 'int32' : node.dtype;
  const out = context.bufferOf(node);
  const epilogue = epilogueOf(job);
  const finish =
    epilogue === null
      ? undefined
      : {
          within: (dims: ResultDims) => lowerEpilogue(job, epilogue, dims, context),
          after: () => lowerLoop(epilogue, context),
        };
  const spec = { attrs: node.attrs, dtype, a: strided(a), b: strided(b), out, finish };
  return lowerContract(spec, (bytes) => context.temp(bytes), context.target);
}
