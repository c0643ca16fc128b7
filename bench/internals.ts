/**
 * What the bench looks into below the entry points. Built beside them and left out of the package.
 */

export { topologicalOrder } from '../src/graph/node.js';
export { cpuDevice as device } from '../src/runtime/devices.js';
