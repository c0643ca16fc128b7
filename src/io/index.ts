/** Entry `chainrule/io`: tensors to files and back. */

export {
  decodeSafetensors,
  encodeSafetensors,
  type SafetensorsContent,
} from './safetensors.js';
export { loadSafetensors, saveSafetensors } from './safetensors-file.js';
export type { WorkerEvent, WorkerLike } from './worker-like.js';
export { writeFileAtomic } from './write-file-atomic.js';
