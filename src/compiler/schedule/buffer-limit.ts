/**
 * Where kernels may have only so many buffers: materializes results on the way, so that nothing is
 * computed from more arrays than one kernel can read.
 */

import type { Node } from '../../graph/node.js';
import { isViewOp } from '../../graph/traits.js';
import { at } from '../../list.js';
import { valueSourcesOf } from './materialize.js';
import type { ScheduleTrace } from './schedule-trace.js';

/** The node whose elements a chain of views shows. */
function beneathViews(node: Node, materialized: ReadonlySet<Node>): Node {
  let base = node;
  while (isViewOp(base) && !materialized.has(base)) base = at(base.inputs, 0);
  return base;
}

/** The arrays that a node is computed from. */
class Reads {
  readonly #of = new Map<Node, ReadonlySet<Node>>();
  readonly #materialized: ReadonlySet<Node>;

  constructor(materialized: ReadonlySet<Node>) {
    this.#materialized = materialized;
  }

  /** What whoever uses the node reads: the node, if it is materialized, else what it is made of. */
  through(node: Node): ReadonlySet<Node> {
    const base = beneathViews(node, this.#materialized);
    return this.#materialized.has(base) ? new Set([base]) : (this.#of.get(base) ?? new Set());
  }

  /** What the node itself is made of, as things stand. */
  note(node: Node): ReadonlySet<Node> {
    const reads = new Set(valueSourcesOf(node).flatMap((source) => [...this.through(source)]));
    this.#of.set(node, reads);
    return reads;
  }
}

/**
 * Adds to `materialized` what has to be there so that no node of `order` (inputs first) is computed
 * from more than `most` arrays, one of which is left for its own result.
 */
export function limitBuffers(
  order: readonly Node[],
  materialized: Set<Node>,
  most: number,
  trace: ScheduleTrace | null,
): void {
  if (most === Number.POSITIVE_INFINITY) return;
  const reads = new Reads(materialized);
  for (const node of order) {
    // Parts are written one by one.
    if (node.value !== null || node.op === 'place') continue;
    while (reads.note(node).size >= most) {
      const [heaviest] = valueSourcesOf(node)
        .map((source) => beneathViews(source, materialized))
        .filter((source) => !materialized.has(source))
        .sort((a, b) => reads.through(b).size - reads.through(a).size);
      if (heaviest === undefined || reads.through(heaviest).size < 2) break;
      materialized.add(heaviest);
      trace?.materialized(heaviest, 'buffers');
    }
  }
}
