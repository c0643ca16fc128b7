/**
 * From a graph to a program plan. Runs nothing. The steps, in order: `simplify/share`,
 * `schedule/schedule`, `fuse/fuse`, `lower` (the device's own; `lower-job` for the CPU),
 * `place/batch`, `place/memory-plan`.
 */

import { DTypeError, internal } from '../errors.js';
import { bytesOf } from '../graph/dtype.js';
import type { Node } from '../graph/node.js';
import { numel } from '../graph/shape.js';
import type { Target } from '../kernel/ir.js';
import { at } from '../list.js';
import { fuse } from './fuse/fuse.js';
import type { Batch, Buffer, Launch, Lower, LowerContext, Site } from './lower/launch.js';
import { scalarOf } from './lower/launch.js';
import { lowerJob } from './lower-job.js';
import { batched } from './place/batch.js';
import { planMemory } from './place/memory-plan.js';
import { type EpilogueRule, wherePaying } from './schedule/epilogue-rule.js';
import { schedule } from './schedule/schedule.js';
import { shareEqual } from './simplify/share.js';
import type { Trace } from './trace.js';

/** A program before it is placed on a device. */
export interface CompiledGraph {
  /** In the order in which they run. */
  readonly batches: readonly Batch[];
  readonly arenaBytes: number;
  readonly tempOffsets: readonly number[];
  /** Sites by the number that a fault names, which starts at 1. */
  readonly sites: readonly Site[];
}

class ProgramContext implements LowerContext {
  readonly target: Target;
  readonly sites: Site[] = [];
  readonly #buffers = new Map<Node, Buffer>();
  readonly #scalars: ReadonlyMap<Node, number>;
  readonly #trace: Trace | null;
  #temps = 0;

  constructor(
    inputs: readonly Node[],
    outputs: readonly Node[],
    scalars: ReadonlyMap<Node, number>,
    target: Target,
    trace: Trace | null,
  ) {
    this.target = target;
    this.#trace = trace;
    this.#scalars = scalars;
    inputs.forEach((node, index) => this.#place(node, 'input', index));
    outputs.forEach((node, index) => this.#place(node, 'output', index));
  }

  get temps(): number {
    return this.#temps;
  }

  #place(node: Node, kind: 'input' | 'output', index: number): void {
    this.#buffers.set(node, { kind, index, bytes: numel(node.shape) * bytesOf(node.dtype) });
  }

  bufferOf(node: Node): Buffer {
    let buffer = this.#buffers.get(node);
    if (buffer === undefined) {
      buffer = this.temp(numel(node.shape) * bytesOf(node.dtype));
      this.#buffers.set(node, buffer);
      this.#trace?.placed(node, buffer);
    }
    return buffer;
  }

  temp(bytes: number): Buffer {
    this.#temps += 1;
    return { kind: 'temp', index: this.#temps - 1, bytes };
  }

  scalarOf(node: Node): number {
    const index = this.#scalars.get(node);
    if (index === undefined) throw internal('a number that the graph does not have');
    return index;
  }

  siteOf(site: Site): number {
    this.sites.push(site);
    return this.sites.length;
  }
}

/** What may be asked of the compiler besides. */
export interface CompileOptions {
  /**
   * Called with each launch as soon as it is known: its kernel can be compiled beside the work on
   * the others.
   */
  readonly prepare?: (launch: Launch) => void;
  /**
   * From jobs to launches, which is each backend's own step; loops and blocked products by default.
   */
  readonly lower?: Lower;
  /**
   * Whether work that can follow a contraction in its kernel does; whether it pays is estimated by
   * default.
   */
  readonly epilogueRule?: EpilogueRule;
  /** Outputs that are to be there as soon as they can, for somebody who waits. */
  readonly early?: ReadonlySet<Node>;
  /** Told of the decisions on the way; nobody by default. */
  readonly trace?: Trace | null;
}

/** @throws DTypeError for a dtype that the target does not compute with. */
function checkScalars(order: readonly Node[], { scalars }: Target): void {
  for (const { op, dtype } of order) {
    if (scalars.includes(scalarOf[dtype])) continue;
    throw new DTypeError(
      `${op}: this device does not compute with ${dtype}. Use to('float32'), or compute it on the CPU`,
    );
  }
}

/**
 * Compiles the graph between `inputs`, which have values, and `outputs`.
 *
 * @param order all nodes in between, inputs before users.
 * @param scalars where the numbers of `full` and `random` nodes stand among the program's scalars.
 * @param target what the kernels will run on.
 */
export function compileGraph(
  order: readonly Node[],
  inputs: readonly Node[],
  outputs: readonly Node[],
  scalars: ReadonlyMap<Node, number>,
  target: Target,
  {
    prepare = () => {},
    lower = lowerJob,
    epilogueRule = wherePaying,
    early = new Set(),
    trace = null,
  }: CompileOptions = {},
): CompiledGraph {
  checkScalars(order, target);
  const shared = shareEqual(order, outputs);
  trace?.shared(shared.order, shared.standsFor);
  const { jobs, terms } = schedule(shared.order, shared.outputs, epilogueRule, target, trace);
  const context = new ProgramContext(inputs, shared.outputs, scalars, target, trace);
  const launches = fuse(jobs, shared.outputs, terms, { epilogueRule, target, trace }).flatMap(
    (job) => {
      const needed = lower(job, context).filter(({ range }) => range > 0);
      needed.forEach(prepare);
      trace?.lowered(job, needed);
      return needed;
    },
  );
  const hurried = new Set(
    shared.outputs
      .filter((_, i) => early.has(at(outputs, i)))
      .map((node) => context.bufferOf(node)),
  );
  const batches = batched(launches, hurried);
  const { offsets, bytes } = planMemory(batches, context.temps);
  return { batches, arenaBytes: bytes, tempOffsets: offsets, sites: context.sites };
}
