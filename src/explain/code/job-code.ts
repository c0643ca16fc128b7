/** The code of any job. */

import type { Job } from '../../compiler/schedule/job.js';
import { assertNever } from '../../errors.js';
import type { Target } from '../../kernel/ir.js';
import { writeLoops } from './loop-code.js';
import { nestOfLoop, nestOfProduct } from './nest.js';
import { productJob } from './product-job.js';
import type { ProgramNames } from './program-names.js';
import { writeRows, writeScatter } from './row-code.js';

const loopStages = (stage: number, count: number): string =>
  count > 1 ? `stage ${stage + 1}` : '';
const epilogue = (stage: number): string => (stage === 1 ? 'epilogue' : '');

/** The code of a job, and what its kernel for `target` does otherwise in comments. */
export function writeJob(job: Job, names: ProgramNames, target: Target): string {
  switch (job.kind) {
    case 'loop':
      return writeLoops(nestOfLoop(job, target), names, {
        lanes: target.lanes,
        stage: loopStages,
      });
    case 'contract':
      return writeLoops(nestOfProduct(productJob(job)), names, {
        lanes: 1,
        stage: job.finish.items.length > 1 ? epilogue : () => '',
      });
    case 'rows':
      return writeRows(job, names);
    case 'scatterAdd':
      return writeScatter(job, names);
    default:
      return assertNever(job);
  }
}
