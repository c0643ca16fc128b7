/** Who is told when `backward()` has given a tensor its gradient, once for each call. */

import type { GradientSink } from '../../graph/node.js';

const listeners = new WeakMap<object, () => void>();
let areAny = false;

/** Has `listener` called after each `backward()` that gives `sink` a gradient; null: no more. */
export function onBackward(sink: GradientSink, listener: (() => void) | null): void {
  if (listener === null) {
    listeners.delete(sink);
    return;
  }
  listeners.set(sink, listener);
  areAny = true;
}

/** Tells the listeners of these sinks, each once, that their gradients are there. */
export function tellBackward(sinks: readonly GradientSink[]): void {
  if (!areAny) return;
  const told = new Set<() => void>();
  for (const sink of sinks) {
    const listener = listeners.get(sink);
    if (listener === undefined || told.has(listener)) continue;
    told.add(listener);
    listener();
  }
}
