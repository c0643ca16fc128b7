/** What the bench looks into below the entry points. Built beside them and left out of the package. */

export { device } from '../src/backend/cpu/device.js';
export { topologicalOrder } from '../src/graph/node.js';
