/** What the bench looks into below the entry points. Built beside them and left out of the package. */

export { topologicalOrder } from '../src/graph/node.js';
export { device } from '../src/runtime/device.js';
