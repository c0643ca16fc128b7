/**
 * A call of a function that leaves nothing behind: it is recorded as for `compile`, and what it has
 * changed (leaves, gradients, the random stream, steps of optimisers) is put back.
 */

import type { GradientSink, Node } from '../graph/node.js';
import { withoutPending } from '../runtime/realize/realize.js';
import { Recorder, withRecorder } from '../runtime/values/recorder.js';
import { getRandomState, setRandomState, Tensor } from '../tensor/index.js';

/** Keeps the gradients that tensors had before a call. */
class GradientsBefore extends Set<GradientSink> {
  readonly before: Map<Tensor, Tensor | null> = new Map();

  override add(sink: GradientSink): this {
    if (sink instanceof Tensor && !this.has(sink)) {
      // Known before it is read: reading the gradient is noted too, but not twice.
      super.add(sink);
      this.before.set(sink, sink.ownGrad());
    }
    return super.add(sink);
  }
}

/** What a call would compute. */
export interface RecordedCall {
  readonly returned: unknown;
  /** What is to be computed, in order. */
  readonly nodes: readonly Node[];
  /** The gradients that the call left, by their tensors. */
  readonly gradients: ReadonlyMap<Tensor, Tensor>;
  /** What tensors that it assigned to were before. */
  readonly before: ReadonlyMap<Tensor, Node>;
}

/** Calls `fn`, and takes everything back that it did to tensors. */
export function recordCall(fn: () => unknown): RecordedCall {
  const touched = new GradientsBefore();
  const recorder = new Recorder({ gradients: touched, isTakenBack: true });
  const random = getRandomState();
  const gradients = new Map<Tensor, Tensor>();
  const before = new Map<Tensor, Node>();
  try {
    const { value, nodes } = withoutPending(() => withRecorder(recorder, fn));
    for (const tensor of touched.before.keys()) {
      const gradient = tensor.ownGrad();
      if (gradient !== null) gradients.set(tensor, gradient);
    }
    for (const [leaf, { node }] of recorder.assigned) {
      if (leaf instanceof Tensor) before.set(leaf, node);
    }
    return { returned: value, nodes, gradients, before };
  } finally {
    for (const { undo } of recorder.hooks.toReversed()) undo();
    for (const undo of recorder.firsts.toReversed()) undo();
    for (const [tensor, gradient] of touched.before) tensor.grad = gradient;
    setRandomState(random);
  }
}
