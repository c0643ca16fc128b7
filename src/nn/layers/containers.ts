/** Modules that hold other modules. */

import { ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { Module } from '../module.js';

/** A module from one tensor to one tensor, which can be a link of a chain. */
export interface Layer extends Module {
  forward(x: Tensor): Tensor;
}

/**
 * A chain: each layer takes the output of the one before; keys are `0.weight`, `2.bias`. Without
 * layers it returns its input.
 *
 * @example
 * const model = new nn.Sequential(new nn.Linear(64, 128), new nn.ReLU(), new nn.Linear(128, 10));
 * console.log(model.forward(ones([1, 64])).shape); // [ 1, 10 ]
 */
export class Sequential extends Module {
  constructor(...layers: Layer[]) {
    signatures.Sequential.check(arguments);
    super();
    layers.forEach((layer, i) => {
      if (!(layer instanceof Module)) {
        refuseForeign('Sequential', layer, 'module');
        throw new ValueError(
          `Sequential: argument ${i} is not a module. Pass layers one by one: ` +
            'new Sequential(new Linear(2, 8), new ReLU()), or new Sequential(...layers)',
        );
      }
      this.register(String(i), layer);
    });
  }

  /** Number of layers. */
  get length(): number {
    return this.layers().length;
  }

  /** The layers in their order. */
  private layers(): Layer[] {
    return [...this.ownState.named.values()] as Layer[];
  }

  /** The layer at `index`, counted from the end if negative; undefined when there is none. */
  at(index: number): Layer | undefined {
    signatures.Sequential$at.check(arguments);
    return this.layers().at(index);
  }

  [Symbol.iterator](): Iterator<Layer> {
    return this.layers()[Symbol.iterator]();
  }

  /** Runs the layers in order. */
  forward(x: Tensor): Tensor {
    signatures.Sequential$forward.check(arguments);
    return this.layers().reduce((value, layer) => layer.forward(value), x);
  }
}

/**
 * A list of modules, whose keys are `0.weight`, `1.weight`; it computes nothing itself.
 * @example
 * const layers = new nn.ModuleList([new nn.Linear(2, 3), new nn.Linear(3, 1)]);
 * console.log(layers.parameters().length); // 4
 */
export class ModuleList<Item extends Module = Module> extends Module {
  constructor(items: Iterable<Item> = []) {
    signatures.ModuleList.check(arguments);
    super();
    for (const item of items) this.push(item);
  }

  /** Number of modules. */
  get length(): number {
    return this.ownState.named.size;
  }

  /** The module at `index`, counted from the end if negative; undefined when there is none. */
  at(index: number): Item | undefined {
    signatures.ModuleList$at.check(arguments);
    return this.items().at(index);
  }

  /** The modules in their order. */
  private items(): Item[] {
    return [...this.ownState.named.values()] as Item[];
  }

  /** Adds a module at the end. */
  push(item: Item): this {
    signatures.ModuleList$push.check(arguments);
    this.register(String(this.length), item);
    return this;
  }

  [Symbol.iterator](): Iterator<Item> {
    return this.items()[Symbol.iterator]();
  }

  /** Always throws: iterate over the list instead. @throws ValueError */
  forward(): never {
    throw new ValueError('ModuleList: has no forward of its own, call that of its modules');
  }
}

/**
 * Returns its input.
 * @example
 * console.log(new nn.Identity().forward(tensor([1, 2])).toArray()); // [ 1, 2 ]
 */
export class Identity extends Module {
  /** Any tensor, unchanged. */
  forward(x: Tensor): Tensor {
    signatures.Identity$forward.check(arguments);
    return x;
  }
}

/**
 * Joins the dims from `startDim` (1 by default) to `endDim` (the last), `[N, C, H, W] -> [N, CHW]`.
 * @example
 * console.log(new nn.Flatten().forward(zeros([2, 3, 4])).shape); // [ 2, 12 ]
 */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor(startDim = 1, endDim = -1) {
    signatures.Flatten.check(arguments);
    super();
    this.startDim = startDim;
    this.endDim = endDim;
  }

  /** Any shape that has the two dims. */
  forward(x: Tensor): Tensor {
    signatures.Flatten$forward.check(arguments);
    return x.flatten(this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}
