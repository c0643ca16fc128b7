/** One pass through a model, module by module: shapes, time, memory, and what comes out. */

import { noGrad } from '../../autodiff/index.js';
import type { Module } from '../../nn/index.js';
import { Tensor } from '../../tensor/index.js';
import { Origins } from './origins.js';

/** One call of a module's `forward`. */
export interface ModuleCall {
  /** Its name in the model; `''` is the model itself. */
  readonly name: string;
  /** The class: `Linear`. */
  readonly kind: string;
  readonly inputs: readonly (readonly number[])[];
  /** The modules that gave out one of the tensors that it takes, the innermost first. */
  readonly from: readonly string[];
  /** What lies behind the tensors that it takes; see `Origins`. */
  readonly behind: readonly string[];
  /** What its outputs are made of, of modules that have others inside. */
  readonly made: readonly string[];
  readonly outputs: readonly (readonly number[])[];
  /** Milliseconds, those of the modules inside included. */
  readonly time: number;
  /** Bytes of what comes out. */
  readonly bytes: number;
  /** What comes out, of modules that have no others inside. */
  readonly values: ArrayLike<number> | null;
}

const mostCalls = 20_000;

function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  return Array.isArray(value) ? value.flatMap(tensorsIn) : [];
}

/** What a pass has shown so far: its calls, and who gave out which tensor. */
interface Pass {
  readonly calls: (ModuleCall | null)[];
  readonly givers: WeakMap<Tensor, string[]>;
  readonly origins: Origins;
}

/** Stands in for the `forward` of a module; returns what takes it away again. */
function watch(name: string, module: Module, { calls, givers, origins }: Pass): () => void {
  const original = module.forward;
  const own = Object.getOwnPropertyDescriptor(module, 'forward');
  const isLeaf = module.modules().length === 1;
  const forward = (...args: unknown[]): unknown => {
    if (calls.length >= mostCalls) return Reflect.apply(original, module, args);
    // Its place is the one of its beginning, so that a module stands before those inside.
    const place = calls.push(null) - 1;
    const inputs = tensorsIn(args);
    const from = inputs.flatMap((input) => givers.get(input) ?? []);
    const behind = origins.of(inputs);
    origins.take(name, inputs);
    const start = performance.now();
    const result: unknown = Reflect.apply(original, module, args);
    const outputs = tensorsIn(result);
    // A node that has been computed does not say any more of what.
    const made = isLeaf ? [] : origins.of(outputs);
    // Values are computed when they are read, so reading them is what takes the time.
    const values = outputs.map((output) => output.toTypedArray());
    const time = performance.now() - start;
    origins.give(name, outputs);
    for (const output of outputs) givers.set(output, [...(givers.get(output) ?? []), name]);
    calls[place] = {
      name,
      kind: module.constructor.name,
      inputs: inputs.map(({ shape }) => shape),
      from,
      behind,
      made,
      outputs: outputs.map(({ shape }) => shape),
      time,
      bytes: values.reduce((sum, { byteLength }) => sum + byteLength, 0),
      values: isLeaf ? (values[0] ?? null) : null,
    };
    return result;
  };
  Object.defineProperty(module, 'forward', { value: forward, configurable: true, writable: true });
  return () => {
    if (module.forward !== forward) return;
    if (own === undefined) Reflect.deleteProperty(module, 'forward');
    else Object.defineProperty(module, 'forward', own);
  };
}

/**
 * The calls of a pass of `inputs` through the model as it judges (no dropout), in the order in
 * which they begin. The model is left as it was.
 */
export function probeModules(model: Module, inputs: readonly Tensor[]): ModuleCall[] {
  const calls: (ModuleCall | null)[] = [];
  const modes = model.modules().map((module) => [module, module.training] as const);
  const pass = { calls, givers: new WeakMap<Tensor, string[]>(), origins: new Origins() };
  const undo = model.namedModules().map(([name, module]) => watch(name, module, pass));
  model.eval();
  try {
    noGrad(() => Reflect.apply(model.forward, model, inputs));
  } finally {
    for (const restore of undo) restore();
    for (const [module, mode] of modes) module.training = mode;
  }
  return calls.flatMap((call) => call ?? []);
}
