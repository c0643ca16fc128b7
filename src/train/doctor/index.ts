/** The doctor: what it watches, what it finds, and what it tries before a training. */

export { type Code, type CodeInfo, codeTable, type Severity } from './codes.js';
export { Doctor, type DoctorBatch, type DoctorOptions, doctor } from './doctor.js';
export { type Finding, formatFinding, type Place } from './finding.js';
