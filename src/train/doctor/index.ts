/** The doctor: what it watches, what it finds, and what it tries before a training. */

export {
  type LrFinderOptions,
  type LrFinderResult,
  type LrPoint,
  lrFinder,
} from './before/lr-finder.js';
export {
  type OverfitOptions,
  type OverfitResult,
  overfitOneBatch,
} from './before/overfit-one-batch.js';
export { Doctor, doctor } from './doctor.js';
export { type Code, type CodeInfo, codeTable, type Severity } from './findings/codes.js';
export { type Finding, formatFinding, type Place } from './findings/finding.js';
export { examineRecords, type FinishedEpoch } from './finished.js';
export type { DoctorBatch, DoctorOptions } from './options.js';
