/**
 * One model on all ranks, each with its part of every batch. Source: Li et al., "PyTorch
 * Distributed: Experiences on Accelerating Data Parallel Training", VLDB 2020;
 * https://pytorch.org/docs/stable/generated/torch.nn.parallel.DistributedDataParallel.html
 */

import { ValueError } from '../../errors.js';
import type { DType } from '../../graph/dtype.js';
import { withGradMode } from '../../graph/grad-mode.js';
import { Module } from '../../nn/module.js';
import { writableElementsOf } from '../../runtime/realize/exchange.js';
import { internally } from '../../runtime/values/held.js';
import * as signatures from '../../signatures/distributed.js';
import { onBackward } from '../../tensor/handle/after-backward.js';
import { refuseReplays } from '../../tensor/handle/recording.js';
import {
  cat,
  currentGenerator,
  type Generator,
  realize,
  type Tensor,
  withGenerator,
} from '../../tensor/index.js';
import { shareModel } from '../../train/ranks/ranks.js';
import type { Communicator } from '../process/communicator.js';
import { currentWorld } from '../world/world.js';
import { averageGradients } from './average.js';
import { type Bucket, bucketsOf } from './buckets.js';
import { checkSameModel } from './same-model.js';

/** Options of `DistributedDataParallel`. */
export interface DistributedDataParallelOptions {
  /** Mebibytes of gradients that are sent together, 25 by default. */
  readonly bucketCapMb?: number;
  /** Whether every rank gets rank 0's buffers after each step, true by default. */
  readonly broadcastBuffers?: boolean;
  /**
   * Whether parameters may get gradients on some ranks only; they count as zeros on the others.
   * Default false: that is an error.
   */
  readonly findUnusedParameters?: boolean;
}

const name = 'DistributedDataParallel';

/**
 * Wraps a model so that `backward()` leaves the mean of all ranks' gradients: with batches of equal
 * size the steps are those of one process with the joined batch, and all ranks keep the same bits.
 * Rank 0's parameters and buffers go to all when it is made. Random numbers in `forward` (dropout)
 * differ from rank to rank. In one process it costs nothing. A `Trainer` that is given the wrapped
 * model trains it on all ranks: see docs/distributed.md.
 *
 * State dicts have the prefix `module.`, as PyTorch's; save that of `ddp.module` for use elsewhere.
 *
 * @throws DistributedError on every rank when the models differ, with what does.
 * @example
 * await distributed.init();
 * const model = new distributed.DistributedDataParallel(new nn.Linear(4, 2));
 * console.log(model.forward(randn([3, 4])).shape); // [ 3, 2 ]
 */
export class DistributedDataParallel<Model extends Module> extends Module {
  /** The model itself. */
  readonly module: Model;
  readonly #communicator: Communicator;
  readonly #buckets: readonly Bucket[];
  readonly #layout: string;
  readonly #buffers: readonly Tensor[];
  readonly #mayBeUnused: boolean;
  /** How much the next gradients of this rank count. */
  #weight = 1;
  #isSyncing = true;

  constructor(module: Model, options: DistributedDataParallelOptions = {}) {
    signatures.DistributedDataParallel.check(arguments);
    super();
    const { bucketCapMb = 25, broadcastBuffers = true, findUnusedParameters = false } = options;
    if (!(bucketCapMb > 0)) {
      throw new ValueError(`${name}: bucketCapMb must be above 0, got ${bucketCapMb}`);
    }
    const { communicator } = currentWorld(name);
    this.module = module;
    this.#communicator = communicator;
    this.#mayBeUnused = findUnusedParameters;
    const settings = { bucketCapMb, broadcastBuffers, findUnusedParameters };
    checkSameModel(communicator, name, module, [`options ${JSON.stringify(settings)}`]);
    const trained = module.namedParameters().filter(([, { requiresGrad }]) => requiresGrad);
    if (trained.length === 0) {
      throw new ValueError(`${name}: the model has no parameter that requires a gradient`);
    }
    this.#buckets = bucketsOf(trained, bucketCapMb * 2 ** 20);
    this.#layout = this.#buckets.map(({ dtype, length }) => ` ${dtype} [${length}]`).join();
    this.#buffers = broadcastBuffers ? module.buffers() : [];
    shareModel(this, {
      module,
      noSync: (fn) => this.noSync(fn),
      weigh: (samples) => {
        this.#weight = samples;
      },
    });
    if (communicator.size === 1) return;
    spread(communicator, [...module.parameters(), ...module.buffers()]);
    refuseReplays('gradients go from rank to rank between its programs');
    for (const [, parameter] of trained) onBackward(parameter, this.#reduce);
  }

  /** The model's `forward`. */
  forward(...inputs: Parameters<Model['forward']>): ReturnType<Model['forward']> {
    signatures.DistributedDataParallel$forward.check(arguments);
    const { module } = this;
    const { rank, size } = this.#communicator;
    if (size === 1 || !this.training) return Reflect.apply(module.forward, module, inputs);
    const call = (): ReturnType<Model['forward']> => {
      return Reflect.apply(module.forward, module, inputs);
    };
    return withGenerator(ownGenerator(rank), call);
  }

  /**
   * Calls `fn`, in which `backward()` only adds to this rank's own gradients; the next one outside
   * takes the mean of what has been added. For the accumulation of gradients.
   * @example
   * await distributed.init();
   * const model = new distributed.DistributedDataParallel(new nn.Linear(1, 1));
   * model.noSync(() => model.forward(ones([1, 1])).sum().backward());
   * model.forward(ones([1, 1])).sum().backward();
   * console.log(model.module.bias.grad.item()); // 2
   */
  noSync<Result>(fn: () => Result): Result {
    signatures.DistributedDataParallel$noSync.check(arguments);
    const before = this.#isSyncing;
    this.#isSyncing = false;
    try {
      return fn();
    } finally {
      this.#isSyncing = before;
    }
  }

  readonly #reduce = (): void => {
    if (!this.#isSyncing) return;
    internally(() => {
      averageGradients(this.#communicator, this.#buckets, this.#layout, {
        weight: this.#weight,
        mayBeUnused: this.#mayBeUnused,
      });
      this.#weight = 1;
      if (this.#buffers.length > 0) spread(this.#communicator, this.#buffers);
    });
  };
}

/** Gives everybody rank 0's values of these leaves, in one message for each dtype. */
function spread(communicator: Communicator, tensors: readonly Tensor[]): void {
  const byDType = new Map<DType, Tensor[]>();
  for (const tensor of tensors) {
    byDType.set(tensor.dtype, [...(byDType.get(tensor.dtype) ?? []), tensor]);
  }
  withGradMode(false, () => {
    const groups = [...byDType].map(([dtype, list]) => {
      return { dtype, list, all: cat(list.map((tensor) => tensor.detach().flatten())) };
    });
    realize(groups.map(({ all }) => all));
    for (const { dtype, list, all } of groups) {
      communicator.broadcast(writableElementsOf(all.node, name), dtype, 0);
      if (communicator.rank === 0) continue;
      let start = 0;
      for (const tensor of list) {
        const end = start + tensor.numel;
        tensor.assign(all.slice(0, start, end).reshape(tensor.shape));
        start = end;
      }
    }
  });
}

/**
 * A stream of random numbers for each rank, which follows from where the common one is: that alone
 * is saved with a training.
 */
function ownGenerator(rank: number): Generator {
  const common = currentGenerator().fork();
  const { seed } = common.getState();
  return common.advanceTo({ seed, counter: rank }).fork();
}
