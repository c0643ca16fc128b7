/** What a `WorkerDataset` and its worker say to each other; all of it can be cloned. */

import type { DType } from '../../tensor/index.js';
import type { HostArray } from '../dataset.js';

/** Asked of a worker. */
export type Question<Options = unknown> =
  | { readonly kind: 'open'; readonly options: Options }
  | {
      readonly kind: 'gather';
      readonly id: number;
      readonly epoch: number | null;
      readonly indices: Int32Array;
    };

/** One tensor of a batch. */
export interface SentTensor {
  readonly values: HostArray;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A worker's answers; `ready` says that it listens. An error without `id` ends it. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'opened'; readonly length: number }
  | { readonly kind: 'batch'; readonly id: number; readonly tensors: readonly SentTensor[] }
  | { readonly kind: 'error'; readonly id: number | null; readonly message: string };
