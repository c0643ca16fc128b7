/** Floor 2: formulas as text, for tensors, scalars and numbers. */

export type { ScalarValue } from './evaluate.js';
export { math } from './math.js';
