/**
 * A graph on its way to a picture: boxes that say what a number or tensor is, what made it, and
 * from which other boxes. Scalars and tensors are brought to this form, folds work on it, dot.ts
 * writes it.
 */

/** A module call that an operation was part of. */
export interface Scope {
  /** Equal for the operations of one call. */
  readonly key: string;
  /** The module's name in its model, such as `encoder.layers.0`. */
  readonly name: string;
  /** The module's class, such as `Linear`. */
  readonly type: string;
  /** Whether no other module is at work inside. */
  readonly isInnermost: boolean;
  /** Shape of what came out, where that is known. */
  readonly output?: string;
}

/** One box. */
export interface Box {
  /** A name: the user's, or a parameter's; may be empty. */
  readonly label: string;
  /** What made it; empty for what was given. */
  readonly op: string;
  /** Further lines: data, gradient, shape. */
  readonly facts: readonly string[];
  readonly inputs: readonly Box[];
  /** Where the op is written: in a circle of its own before the box, or at the top of the box. */
  readonly opPlace: 'circle' | 'header';
  /** The modules it was computed in, outermost first. */
  readonly scopes: readonly Scope[];
  /** Value and gradient of a scalar, for summaries. */
  readonly data?: number;
  readonly grad?: number;
  /** Whether it is part of a model rather than of its input; undefined when nobody said. */
  readonly isParameter?: boolean;
  /** How many numbers to train it holds. */
  readonly trained?: number;
}

/** Boxes in an order in which inputs come first; the last one is what the user asked for. */
export interface Drawing {
  readonly boxes: readonly Box[];
  /** What has been left out, for the reader; may be empty. */
  readonly caption: string;
}

/** How often each box is an input of others. */
export function countUses(boxes: readonly Box[]): Map<Box, number> {
  const uses = new Map<Box, number>();
  for (const { inputs } of boxes) {
    for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  }
  return uses;
}

/** `root` and all it depends on, inputs first, each once. */
export function boxesBelow(root: Box): Box[] {
  const order: Box[] = [];
  const state = new Map<Box, 'open' | 'done'>();
  const stack = [root];
  for (let box = stack.pop(); box !== undefined; box = stack.pop()) {
    const seen = state.get(box);
    if (seen === 'done') continue;
    if (seen === 'open') {
      state.set(box, 'done');
      order.push(box);
      continue;
    }
    state.set(box, 'open');
    stack.push(box, ...box.inputs.filter((input) => !state.has(input)).toReversed());
  }
  return order;
}
