/** Entry `chainrule/explain`: what the compiler makes of an expression, and why. */

export type {
  ExplainedKernel,
  ExplainedLaunch,
  ExplainedMemory,
  ExplainedNode,
  ExplainedProgram,
  ExplainedTemporary,
  Placement,
} from './data/explained.js';
export { explain } from './explain.js';
export { type ExplainedRun, explainRun } from './explain-run.js';
export { Explanation } from './explanation.js';
export type { ExplanationText } from './print/explanation.js';
