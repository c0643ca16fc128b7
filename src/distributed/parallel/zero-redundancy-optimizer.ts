/**
 * An optimiser whose state is spread over the ranks (stage 1 of ZeRO). Source: Rajbhandari et al.,
 * "ZeRO: Memory Optimizations Toward Training Trillion Parameter Models", SC 2020;
 * https://pytorch.org/docs/stable/distributed.optim.html
 */

import { ValueError } from '../../errors.js';
import type { DType } from '../../graph/dtype.js';
import { withGradMode } from '../../graph/grad-mode.js';
import { at } from '../../list.js';
import type { Optimizer } from '../../optim/optimizer.js';
import type { OptimizerState, SavedSlot } from '../../optim/state.js';
import { elementsOf, unwritten, writableElementsOf } from '../../runtime/realize/exchange.js';
import * as signatures from '../../signatures/distributed.js';
import { cat, realize, Tensor, zeros } from '../../tensor/index.js';
import { broadcast } from '../collectives/collectives.js';
import type { Communicator } from '../process/communicator.js';
import { agree, spreadObject } from '../world/objects.js';
import { currentWorld } from '../world/world.js';

/** The class of an optimiser, such as `optim.Adam`. */
export type OptimizerClass<Options> = new (
  params: readonly Tensor[],
  options?: Options,
) => Pick<Optimizer, 'lr' | 'step' | 'stateDict' | 'loadStateDict' | 'paramGroups'>;

const name = 'ZeroRedundancyOptimizer';

/** The numbers of each rank's parameters: the largest first, each to the rank with the least. */
function shares(params: readonly Tensor[], size: number): number[][] {
  const loads = new Array<number>(size).fill(0);
  const owned = Array.from({ length: size }, (): number[] => []);
  const order = [...params.keys()].sort((a, b) => at(params, b).numel - at(params, a).numel);
  for (const index of order) {
    const owner = loads.indexOf(Math.min(...loads));
    loads[owner] = at(loads, owner) + at(params, index).numel;
    at(owned, owner).push(index);
  }
  return owned.map((list) => list.sort((a, b) => a - b));
}

/**
 * Updates this rank's share of the parameters and gets the others from their ranks, so that each
 * rank keeps only its share of the optimiser's state. The values are those of the optimiser itself.
 * The gradients must be the same on all ranks, as after `DistributedDataParallel`.
 *
 * @param params the parameters, in the same order on all ranks; one group.
 * @param optimizerClass `optim.Adam` and the like, which gets this rank's parameters and `options`.
 * @throws ValueError for fewer parameters than ranks.
 * @example
 * await distributed.init();
 * const w = tensor([1], { requiresGrad: true });
 * const optimizer = new distributed.ZeroRedundancyOptimizer([w], optim.SGD, { lr: 0.25 });
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.toArray()); // [ 0.5 ]
 */
export class ZeroRedundancyOptimizer<Options> {
  /** The optimiser of this rank's share, for schedulers: they change its rates on every rank. */
  readonly optimizer: InstanceType<OptimizerClass<Options>>;
  readonly #communicator: Communicator;
  readonly #params: readonly Tensor[];
  readonly #owned: readonly (readonly number[])[];

  constructor(
    params: readonly Tensor[],
    optimizerClass: OptimizerClass<Options>,
    options?: Options,
  ) {
    signatures.ZeroRedundancyOptimizer.check(arguments);
    const { communicator } = currentWorld(name);
    const { size, rank } = communicator;
    if (params.length < size) {
      throw new ValueError(
        `${name}: ${params.length} parameters cannot be shared among ${size} ranks; use the ` +
          'optimiser itself',
      );
    }
    this.#communicator = communicator;
    this.#params = params;
    this.#owned = shares(params, size);
    const own = at(this.#owned, rank).map((index) => at(params, index));
    this.optimizer = new optimizerClass(own, options);
    this.paramGroups = this.optimizer.paramGroups.map((group) => {
      return new Proxy(group, {
        get: (target, key) => (key === 'params' ? params : Reflect.get(target, key)),
      });
    });
  }

  /** Hyper-parameters, as the optimiser has them, and all parameters. */
  readonly paramGroups: InstanceType<OptimizerClass<Options>>['paramGroups'];

  /** Learning rate of the first group; setting it sets that of all. */
  get lr(): number {
    return this.optimizer.lr;
  }

  set lr(value: number) {
    this.optimizer.lr = value;
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.#params) parameter.zeroGrad();
  }

  /** One update of every parameter, on every rank. @throws as the optimiser's own `step`. */
  step(): void {
    this.optimizer.step();
    if (this.#communicator.size > 1) this.#exchange();
  }

  #exchange(): void {
    const byDType = new Map<DType, number[]>();
    for (const [index, { dtype }] of this.#params.entries()) {
      byDType.set(dtype, [...(byDType.get(dtype) ?? []), index]);
    }
    withGradMode(false, () => {
      for (const [dtype, indices] of byDType) this.#exchangeOf(dtype, new Set(indices));
    });
  }

  /** Everybody's parameters of one dtype, in one message: parts as long as the longest. */
  #exchangeOf(dtype: DType, indices: ReadonlySet<number>): void {
    const { rank, size } = this.#communicator;
    const lists = this.#owned.map((list) => {
      return list.filter((index) => indices.has(index)).map((index) => at(this.#params, index));
    });
    const lengths = lists.map((list) => list.reduce((sum, { numel }) => sum + numel, 0));
    const longest = Math.max(...lengths);
    agree(this.#communicator, name, ` of ${dtype} [${lengths.join(', ')}]`);
    const own = at(lists, rank).map((parameter) => parameter.detach().flatten());
    const flat = own.length === 0 ? zeros([0], { dtype }) : cat(own);
    realize([flat]);
    const node = unwritten([size, longest], dtype);
    const all = writableElementsOf(node, name);
    all.set(elementsOf(flat.node, name), rank * longest);
    this.#communicator.allGather(all, dtype);
    const parts = new Tensor(node);
    for (const [owner, list] of lists.entries()) {
      if (owner === rank) continue;
      let start = 0;
      for (const parameter of list) {
        const end = start + parameter.numel;
        parameter.assign(parts.select(0, owner).slice(0, start, end).reshape(parameter.shape));
        start = end;
      }
    }
  }

  /** The state of all parameters, on every rank: as the optimiser itself would save it. */
  stateDict(): OptimizerState {
    const own = this.optimizer.stateDict();
    const state: Record<string, SavedSlot> = {};
    for (const [owner, indices] of this.#owned.entries()) {
      const outline = spreadObject(this.#communicator, name, outlineOf(own), owner);
      for (const { local, step, tensors } of outline) {
        const given = own.state[local]?.tensors ?? {};
        const entries = tensors.map(({ key, shape, dtype }) => {
          const mine = owner === this.#communicator.rank ? given[key] : undefined;
          return [key, broadcast(mine ?? zeros(shape, { dtype }), owner)] as const;
        });
        state[at(indices, Number(local))] = { step, tensors: Object.fromEntries(entries) };
      }
    }
    const [group] = own.paramGroups;
    return { state, paramGroups: [{ ...group, params: [...this.#params.keys()] }] };
  }

  /**
   * Goes on from a state that `stateDict` or the optimiser itself saved, on any number of ranks.
   * @throws ValueError naming what does not fit.
   */
  loadStateDict(saved: OptimizerState): void {
    signatures.ZeroRedundancyOptimizer$loadStateDict.check(arguments);
    const own = at(this.#owned, this.#communicator.rank);
    const state: Record<string, SavedSlot> = {};
    for (const [local, index] of own.entries()) {
      const slot = saved.state[index];
      if (slot !== undefined) state[local] = slot;
    }
    const [group] = saved.paramGroups;
    this.optimizer.loadStateDict({ state, paramGroups: [{ ...group, params: [...own.keys()] }] });
  }
}

/** What the others must know of the state that a rank has, in order to receive it. */
function outlineOf({ state }: OptimizerState): {
  local: string;
  step: number;
  tensors: { key: string; shape: readonly number[]; dtype: DType }[];
}[] {
  return Object.entries(state).map(([local, { step, tensors }]) => ({
    local,
    step,
    tensors: Object.entries(tensors).map(([key, { shape, dtype }]) => ({ key, shape, dtype })),
  }));
}
