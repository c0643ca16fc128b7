/** Everything of `distributed`, by its names. */

export {
  allGather,
  allGatherObject,
  allReduce,
  barrier,
  broadcast,
  broadcastObject,
  gather,
  type ReduceOp,
  type ReduceOptions,
  recv,
  reduceScatter,
  scatter,
  send,
} from './collectives/collectives.js';
export { DistributedSampler, type DistributedSamplerOptions } from './data/distributed-sampler.js';
export { shard } from './data/shard.js';
export {
  DistributedDataParallel,
  type DistributedDataParallelOptions,
} from './parallel/data-parallel.js';
export { SyncBatchNorm } from './parallel/sync-batch-norm.js';
export { DistributedError } from './process/errors.js';
export {
  type InitOptions,
  init,
  isInitialized,
  localRank,
  rank,
  worldSize,
} from './world/world.js';
