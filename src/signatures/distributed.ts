/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const DistributedDataParallel: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new DistributedDataParallel(module: Module<ownState,training>, options?: { bucketCapMb?: number, broadcastBuffers?: boolean, findUnusedParameters?: boolean })',
);
export const DistributedDataParallel$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'DistributedDataParallel.forward(...inputs?: unchecked)',
);
export const DistributedDataParallel$noSync: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'DistributedDataParallel.noSync(fn: function)',
);
export const DistributedError: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new DistributedError(message: string, origin?: 'here' | 'everywhere' | 'elsewhere')",
);
export const DistributedSampler: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new DistributedSampler(dataset: Counted<length>, options?: { numReplicas?: number, rank?: number, shuffle?: boolean, seed?: number, dropLast?: boolean, padding?: boolean })',
);
export const DistributedSampler$draw: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'DistributedSampler.draw(epoch: number)',
);
export const DistributedSampler$setEpoch: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'DistributedSampler.setEpoch(epoch: number)',
);
export const SyncBatchNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new SyncBatchNorm(numFeatures: number, options?: { eps?: number, momentum?: number | null, affine?: boolean, trackRunningStats?: boolean })',
);
export const SyncBatchNorm$convertSyncBatchnorm: Readonly<Signature> =
  /* @__PURE__ */ new Signature(
    'SyncBatchNorm.convertSyncBatchnorm(model: Module<ownState,training>)',
  );
export const ZeroRedundancyOptimizer: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ZeroRedundancyOptimizer(params: Tensor<node>[], optimizerClass: function, options?: any)',
);
export const ZeroRedundancyOptimizer$loadStateDict: Readonly<Signature> =
  /* @__PURE__ */ new Signature(
    'ZeroRedundancyOptimizer.loadStateDict(saved: OptimizerState<state,paramGroups>)',
  );
export const allGather: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'allGather(x: Tensor<node>)',
);
export const allGatherObject: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'allGatherObject(object: any)',
);
export const allReduce: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "allReduce(x: Tensor<node>, options?: { op?: 'sum' | 'min' | 'max' | 'product' | 'mean' })",
);
export const broadcast: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'broadcast(x: Tensor<node>, source: number)',
);
export const broadcastObject: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'broadcastObject(object: any, source: number)',
);
export const gather: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'gather(x: Tensor<node>, destination: number)',
);
export const init: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'init(options?: { deterministic?: boolean, threads?: number, heartbeatTimeout?: number })',
);
export const recv: Readonly<Signature> = /* @__PURE__ */ new Signature('recv(source: number)');
export const reduceScatter: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "reduceScatter(parts: Tensor<node>[], options?: { op?: 'sum' | 'min' | 'max' | 'product' | 'mean' })",
);
export const scatter: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'scatter(parts: Tensor<node>[] | null, source: number)',
);
export const send: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'send(x: Tensor<node>, destination: number)',
);
export const shard: Readonly<Signature> = /* @__PURE__ */ new Signature('shard(samples: any)');
