/**
 * Watches a model run once: which module was called in which, with what, and what came out. Nothing
 * is computed by it, since a forward pass only builds the expression. The model is as before after
 * it.
 */

import type { Node } from '../../graph/node.js';
import type { Module } from '../../nn/index.js';
import { Tensor } from '../../tensor/index.js';
import { asEvaluated } from './as-evaluated.js';

/** One call of `forward`. */
export interface ModuleCall {
  /** The module's name in the model, `''` for the model itself. */
  readonly name: string;
  readonly module: Module;
  /** The call inside of which this one was made. */
  readonly parent: ModuleCall | null;
  readonly inputs: readonly Tensor[];
  /** Filled in when the call returns. */
  outputs: readonly Tensor[];
}

/** What a traced run gave. */
export interface Trace {
  /** What the model returned. */
  readonly outputs: readonly Tensor[];
  /** Every call, in the order in which they began. */
  readonly calls: readonly ModuleCall[];
  /** The innermost call that made each node. */
  readonly makers: ReadonlyMap<Node, ModuleCall>;
}

/** Every tensor in arguments or results: themselves, in lists, or in options. */
function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).filter((item) => item instanceof Tensor);
}

/**
 * Notes who made the nodes between the inputs of a call and its outputs, unless a call inside did.
 */
function claim(call: ModuleCall, makers: Map<Node, ModuleCall>): void {
  const seen = new Set(call.inputs.map(({ node }) => node));
  const stack = call.outputs.map(({ node }) => node);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node) || node.isLeaf || node.op === 'data') continue;
    seen.add(node);
    if (!makers.has(node)) makers.set(node, call);
    stack.push(...node.inputs);
  }
}

/** Runs `model` on `inputs`, as in `eval()`, and tells what happened inside. */
export function traceModules(model: Module, inputs: readonly Tensor[]): Trace {
  const calls: ModuleCall[] = [];
  const makers = new Map<Node, ModuleCall>();
  let current: ModuleCall | null = null;
  const undo: (() => void)[] = [];
  const watch = (name: string, module: Module): void => {
    const original = module.forward;
    const isOwn = Object.hasOwn(module, 'forward');
    undo.push(() => {
      if (isOwn) Reflect.set(module, 'forward', original);
      else Reflect.deleteProperty(module, 'forward');
    });
    Reflect.set(module, 'forward', (...args: unknown[]): unknown => {
      const parent = current;
      const call: ModuleCall = { name, module, parent, inputs: tensorsIn(args), outputs: [] };
      calls.push(call);
      current = call;
      try {
        const result: unknown = Reflect.apply(original, module, args);
        call.outputs = tensorsIn(result);
        claim(call, makers);
        return result;
      } finally {
        current = parent;
      }
    });
  };
  try {
    for (const [name, module] of model.namedModules()) watch(name, module);
    const result: unknown = asEvaluated(model, () => Reflect.apply(model.forward, model, inputs));
    return { outputs: tensorsIn(result), calls, makers };
  } finally {
    for (const restore of undo) restore();
  }
}
