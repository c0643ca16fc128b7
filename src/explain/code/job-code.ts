/** The code of any job. */

import type { Job } from '../../compiler/schedule/job.js';
import { assertNever } from '../../errors.js';
import { writeLoops } from './loop-code.js';
import { nestOfLoop, nestOfProduct } from './nest.js';
import { productJob } from './product-job.js';
import type { ProgramNames } from './program-names.js';
import { writeRows, writeScatter } from './row-code.js';

/** The code of a job whose kernel has vectors of `lanes`. */
export function writeJob(job: Job, names: ProgramNames, lanes: number): string {
  switch (job.kind) {
    case 'loop':
      return writeLoops(nestOfLoop(job, lanes), names, { vector: `${lanes} at a time` });
    case 'contract':
      return writeLoops(nestOfProduct(productJob(job)), names, { vector: '' });
    case 'rows':
      return writeRows(job, names);
    case 'scatterAdd':
      return writeScatter(job, names);
    default:
      return assertNever(job);
  }
}
