/**
 * What is noted while a function runs that is to be replayed later: everything that the function
 * did besides building a graph, and everything that it looked at besides its arguments. While one
 * is at work nothing is computed. What becomes of the notes is up to `recording.ts`.
 */

import { type GradientSink, type Node, newEra } from '../../graph/node.js';
import type { Leaf, Lineage, RandomAttrs } from '../../graph/ops.js';

/** What else a step does, beside computing tensors: an optimiser counts its updates. */
export interface StepHook {
  /** Called before each replay; may refuse it by throwing. */
  readonly advance: () => void;
  /** Takes `advance` back, or what the function itself did, when computing has failed. */
  readonly undo: () => void;
}

/** Where random numbers come from: a seed, and how many have been drawn. */
export interface RandomStream {
  getState(): RandomAttrs;
  /** Goes on from a state. */
  advanceTo(state: RandomAttrs): unknown;
}

/** Which numbers of which stream a node takes. */
export interface Draw {
  readonly stream: RandomStream;
  readonly counter: number;
}

/** What a leaf was when the call began. */
export interface Before {
  readonly lineage: Lineage;
  readonly node: Node;
}

/** What a recorder for another use than replays has. */
export interface RecorderOptions {
  readonly gradients?: Set<GradientSink>;
  readonly isTakenBack?: boolean;
}

/** Notes on one call of a function. */
export class Recorder {
  /** Nodes of this era were made in the call. */
  readonly era: number = newEra();
  /** Random nodes drawn in the call, with the stream and the counter that they took. */
  readonly draws: Map<Node, Draw> = new Map();
  /** Streams that the call draws from, with the counter of each before. */
  readonly streams: Map<RandomStream, number> = new Map();
  /** Leaves that were assigned, with what each was before. */
  readonly assigned: Map<Leaf, Before> = new Map();
  /** Whose gradients were set or cleared. */
  readonly gradients: Set<GradientSink>;
  /** Tensors made in the call whose gradients were looked at before they were set or cleared. */
  readonly gradientReads: Set<GradientSink> = new Set();
  /**
   * What to say when the call builds on a gradient that an argument had before, by its stand-in.
   */
  readonly heldGradients: Map<GradientSink, string> = new Map();
  /** What must be true for a replay to do what the function would do, by what it is about. */
  readonly guards: Map<object, () => boolean> = new Map();
  readonly hooks: StepHook[] = [];
  /**
   * What takes back what the call did for the first time, such as making the state of an optimiser.
   */
  readonly firsts: (() => void)[] = [];
  /** Whether all of the call is taken back: constants of its own may then have values at once. */
  readonly isTakenBack: boolean;

  constructor(options: RecorderOptions = {}) {
    this.gradients = options.gradients ?? new Set();
    this.isTakenBack = options.isTakenBack ?? false;
  }

  /** Notes that a node takes the numbers of a stream from `counter` on. */
  noteDraw(node: Node, stream: RandomStream, counter: number): void {
    if (!this.streams.has(stream)) this.streams.set(stream, counter);
    this.draws.set(node, { stream, counter });
  }

  /** Notes that a leaf moves on from `before`. */
  noteAssignment(lineage: Lineage, before: Node): void {
    const { leaf } = lineage;
    if (!this.assigned.has(leaf)) this.assigned.set(leaf, { lineage, node: before });
  }

  /** Whether a tensor was made in the call, so that another call will make its own. */
  isInner(leaf: Leaf): boolean {
    return (this.assigned.get(leaf)?.node ?? leaf.node).era === this.era;
  }

  /**
   * Notes that the function goes on as it does only while `holds()`; one guard for each subject.
   */
  guard(subject: object, holds: () => boolean): void {
    if (!this.guards.has(subject)) this.guards.set(subject, holds);
  }
}

let current: Recorder | null = null;

/** The recorder at work, null most of the time. */
export function activeRecorder(): Recorder | null {
  return current;
}

/** Runs `fn` with its notes going to `recorder`. */
export function withRecorder<T>(recorder: Recorder, fn: () => T): T {
  const before = current;
  current = recorder;
  try {
    return fn();
  } finally {
    current = before;
  }
}
