/** Entry `chainrule/explain`: what the compiler makes of an expression, and why. */

export { explain } from './explain.js';
export { type ExplainedRun, explainRun } from './explain-run.js';
export {
  type ExplainedKernel,
  type ExplainedMemory,
  type ExplainedNode,
  type ExplainedProgram,
  type ExplainedTemporary,
  Explanation,
  type Placement,
} from './explanation.js';
export type { ExplanationText } from './print/explanation.js';
