/**
 * Watches whether an update used gradients that were added to those of before the update before it:
 * then they were not cleared. Several `backward()` before one update are accumulation, and what is
 * added and cleared before it is used does no harm: the loss of a generator leaves gradients in the
 * discriminator, whose own loop clears them.
 */

import type { Parameter } from '../../../nn/index.js';
import type { Node } from './forward-watch.js';

/** Stands in for `receive` of each parameter, which `backward` calls. */
export class GradientWatch {
  readonly #undo: (() => void)[] = [];
  /** Parameters with a gradient that goes on over an update, and their versions then. */
  readonly #stale = new Map<Parameter, { readonly name: string; readonly version: Node }>();

  constructor(parameters: readonly (readonly [name: string, parameter: Parameter])[]) {
    for (const [name, parameter] of parameters) this.#watch(name, parameter);
  }

  /** The name of a parameter that was updated by such a gradient; null for none. */
  updated(): string | null {
    for (const [parameter, { name, version }] of this.#stale) {
      if (parameter.node === version) continue;
      this.#stale.delete(parameter);
      if (parameter.ownGrad() !== null) return name;
    }
    return null;
  }

  /** Gives every parameter its own `receive` back. */
  stop(): void {
    for (const restore of this.#undo.splice(0)) restore();
    this.#stale.clear();
  }

  #watch(name: string, parameter: Parameter): void {
    const original = parameter.receive;
    const hadOwn = Object.hasOwn(parameter, 'receive');
    // Which version of the parameter the gradients so far belong to.
    let version: Node | null = null;
    const receive = (gradient: Node): void => {
      const isSum = parameter.ownGrad() !== null;
      const isStale = isSum && version !== null && version !== parameter.node;
      if (isStale) this.#stale.set(parameter, { name, version: parameter.node });
      else if (!isSum) this.#stale.delete(parameter);
      version = parameter.node;
      original.call(parameter, gradient);
    };
    Object.defineProperty(parameter, 'receive', {
      value: receive,
      configurable: true,
      writable: true,
    });
    this.#undo.push(() => {
      version = null;
      if (parameter.receive !== receive) return;
      if (hadOwn) Object.defineProperty(parameter, 'receive', { value: original });
      else Reflect.deleteProperty(parameter, 'receive');
    });
  }
}
