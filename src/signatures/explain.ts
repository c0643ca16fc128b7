/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const Explanation: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Explanation(programs: ExplainedProgram<nodes,kernels,memory>[], notes: string[])',
);
export const Explanation$toString: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Explanation.toString(parts?: { nodes?: boolean, kernels?: boolean, memory?: boolean, vectors?: boolean })',
);
export const explainRun: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'explainRun(fn: function)',
);
