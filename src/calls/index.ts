/**
 * Checks of calls: arguments of the right kinds, and options that exist. TypeScript checks the same
 * when code is written; this is for code that it does not see, or that silences it.
 */

export { unknownKey } from './complaint.js';
export { describe } from './describe.js';
export { isPlain } from './kind.js';
export { nearest } from './nearest.js';
export { Signature } from './signature.js';
