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
export { type Code, type CodeInfo, codeTable, type Severity } from './codes.js';
export { Doctor, type DoctorBatch, type DoctorOptions, doctor } from './doctor.js';
export { type Finding, formatFinding, type Place } from './finding.js';
