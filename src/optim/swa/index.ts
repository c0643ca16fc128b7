/** `optim.swaUtils`: averages of weights, and what a training with them needs. */

export {
  AveragedModel,
  type AveragedModelOptions,
  type AverageOf,
  getEmaAvgFn,
} from './averaged-model.js';
export { SWALR, type SWALROptions } from './swa-lr.js';
export { updateBn } from './update-bn.js';
