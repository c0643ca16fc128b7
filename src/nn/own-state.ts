/**
 * What a module knows beside its properties: its mode, which properties are buffers, members by
 * names that no property has, hooks. One object in a property that is not enumerable, so that no
 * walk over properties meets it, and that a copy of a module gets anew.
 */

import type { Tensor } from '../tensor/index.js';

/** Anything with such a state: a `Module`, without knowing the class. */
export interface ModuleLike {
  readonly ownState: OwnState;
  /** What is written in brackets after its name. */
  extraRepr(): string;
}

/** Any `forward`. */
export type AnyForward = (...inputs: readonly unknown[]) => unknown;

/** Called before `forward` with its arguments; what it returns replaces them. */
export type AnyPreHook = (module: ModuleLike, inputs: readonly unknown[]) => unknown;

/** Called after `forward` with its result; what it returns replaces it. */
export type AnyHook = (module: ModuleLike, inputs: readonly unknown[], output: unknown) => unknown;

/** Hooks in the order of their registration; the keys tell equal functions apart. */
export interface Hooks {
  readonly before: Map<object, AnyPreHook>;
  readonly after: Map<object, AnyHook>;
  /** A `forward` of the object's own, which the class does not have; null for the class's. */
  original: AnyForward | null;
}

/** The state of one module. */
export class OwnState {
  training = true;
  /** The last walk of `zeroGrad` that came by. */
  walked: object | null = null;
  /** Buffers by property name, and whether each is persistent. */
  readonly buffers: Map<string, boolean> = new Map();
  /** Members whose name is not that of a property. */
  readonly named: Map<string, Tensor | ModuleLike> = new Map();
  /** Made when first needed. */
  hooks: Hooks | null = null;
}

/** Whether `value` is a module. */
export function isModule(value: unknown): value is ModuleLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'ownState' in value &&
    value.ownState instanceof OwnState
  );
}

/** Gives a new module, or a copy of one, its state. */
export function keepState(module: object, state: OwnState): void {
  Object.defineProperty(module, 'ownState', { value: state, writable: false, enumerable: false });
}
