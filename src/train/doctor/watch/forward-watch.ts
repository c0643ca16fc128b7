/**
 * Watches which module is called in which while a model runs: the nodes that go in and come out. It
 * holds on to one pass at most, and puts everything back when it is stopped.
 */

import { callersLine } from '../../../errors.js';
import type { Module } from '../../../nn/index.js';
import { Tensor } from '../../../tensor/index.js';

/** A node of the graph behind a tensor. */
export type Node = Tensor['node'];

/** One call of `forward` with a result that requires a gradient. */
export interface ModuleCall {
  /** The module's name in the model, `''` for the model itself. */
  readonly name: string;
  readonly module: Module;
  readonly isTraining: boolean;
  readonly inputs: readonly Node[];
  /** Filled in when the call returns. */
  outputs: readonly Node[];
}

/** Who hears of passes of the whole model. */
export interface PassListener {
  /** One begins. */
  begins(): void;
  /** One has ended that no gradient can flow through. */
  hasNoGradient(): void;
}

/** Calls that are kept of one step; a model has fewer, and a loop that never asks has no more. */
const MOST_CALLS = 10_000;

/** Every tensor in arguments or results: themselves, in lists, or in plain options. */
export function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).filter((item) => item instanceof Tensor);
}

/** The nodes of the tensors in arguments or results; mostly it is one. */
function nodesIn(value: unknown): Node[] {
  if (value instanceof Tensor) return [value.node];
  if (Array.isArray(value) && value.length === 1) return nodesIn(value[0]);
  return tensorsIn(value).map(({ node }) => node);
}

function isAnyAttached(nodes: readonly Node[]): boolean {
  for (const { requiresGrad } of nodes) if (requiresGrad) return true;
  return false;
}

/** Notes the calls of a model's modules by standing in for their `forward`. */
export class ForwardWatch {
  readonly #model: Module;
  readonly #listener: PassListener;
  readonly #undo: (() => void)[] = [];
  /** Where a module was called first, by its name. */
  readonly #lines = new Map<string, string | null>();
  #calls: ModuleCall[] = [];
  #depth = 0;
  #isOn = true;

  constructor(model: Module, listener: PassListener) {
    this.#model = model;
    this.#listener = listener;
    for (const [name, module] of model.namedModules()) this.#watch(name, module);
  }

  /** Takes the calls since the last time, in the order in which they began. */
  take(): readonly ModuleCall[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  /** The line that calls a module, where it is known. */
  lineOf(name: string): string | null {
    return this.#lines.get(name) ?? null;
  }

  /** Gives every module its own `forward` back. */
  stop(): void {
    this.#isOn = false;
    this.#calls = [];
    for (const restore of this.#undo.splice(0)) restore();
  }

  #watch(name: string, module: Module): void {
    const original = module.forward;
    const own = Object.getOwnPropertyDescriptor(module, 'forward');
    const forward = (...args: unknown[]): unknown => {
      if (!this.#isOn) return Reflect.apply(original, module, args);
      return this.#note(name, module, original, args);
    };
    // Not enumerable, so that a module's members are what they were.
    Object.defineProperty(module, 'forward', {
      value: forward,
      configurable: true,
      writable: true,
    });
    this.#undo.push(() => {
      // Somebody else may stand in by now; then this one only passes calls on.
      if (module.forward !== forward) return;
      if (own === undefined) Reflect.deleteProperty(module, 'forward');
      else Object.defineProperty(module, 'forward', own);
    });
  }

  #note(
    name: string,
    module: Module,
    original: Module['forward'],
    args: readonly unknown[],
  ): unknown {
    const isPass = this.#depth === 0 && module === this.#model;
    if (isPass || this.#calls.length > MOST_CALLS) this.#calls = [];
    if (isPass) this.#listener.begins();
    if (!this.#lines.has(name)) this.#lines.set(name, callersLine());
    const noted: ModuleCall = {
      name,
      module,
      isTraining: module.training,
      inputs: nodesIn(args),
      outputs: [],
    };
    const place = this.#calls.push(noted) - 1;
    this.#depth += 1;
    try {
      const result: unknown = Reflect.apply(original, module, args);
      noted.outputs = nodesIn(result);
      const isAttached = isAnyAttached(noted.outputs);
      if (isPass && !isAttached) this.#passedWithoutGradient();
      else if (!isAttached) this.#calls.splice(place, 1);
      return result;
    } finally {
      this.#depth -= 1;
    }
  }

  #passedWithoutGradient(): void {
    this.#calls = [];
    this.#listener.hasNoGradient();
  }
}
