/**
 * Watches whether gradients are added to those of before an update: then they were not cleared.
 * Several `backward()` before one update are accumulation, which is as it should be.
 */

import type { Parameter } from '../../../nn/index.js';
import type { Node } from './forward-watch.js';

/** Stands in for `receive` of each parameter, which `backward` calls. */
export class GradientWatch {
  readonly #undo: (() => void)[] = [];

  /** @param onStale hears of a gradient that goes on over an update. */
  constructor(
    parameters: readonly (readonly [name: string, parameter: Parameter])[],
    onStale: (name: string) => void,
  ) {
    for (const [name, parameter] of parameters) this.#watch(name, parameter, onStale);
  }

  /** Gives every parameter its own `receive` back. */
  stop(): void {
    for (const restore of this.#undo.splice(0)) restore();
  }

  #watch(name: string, parameter: Parameter, onStale: (name: string) => void): void {
    const original = parameter.receive;
    const hadOwn = Object.hasOwn(parameter, 'receive');
    // Which version of the parameter the gradients so far belong to.
    let version: Node | null = null;
    const receive = (gradient: Node): void => {
      const isSum = parameter.ownGrad() !== null;
      if (isSum && version !== null && version !== parameter.node) onStale(name);
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
