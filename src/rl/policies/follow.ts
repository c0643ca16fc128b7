/** Target networks: copies that follow a network at once, or slowly. */

import { noGrad } from '../../autodiff/index.js';
import type { Module } from '../../nn/index.js';

/**
 * Moves each parameter of `target` to `tau source + (1 - tau) target`; a tau of 1 copies. Both have
 * the same parameters in the same order. May be part of a compiled step.
 */
export function follow(target: Module, source: Module, tau: number): void {
  const sources = source.parameters();
  noGrad(() => {
    target.parameters().forEach((parameter, i) => {
      const from = sources[i];
      if (from === undefined) return;
      const next = tau === 1 ? from.detach() : parameter.mul(1 - tau).add(from.mul(tau));
      parameter.assign(next);
    });
  });
}
