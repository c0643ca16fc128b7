/** A compiled program as the data of an explanation. */

import { cutsOf } from '../../backend/cpu/cuts.js';
import { worthThreadsNanoseconds } from '../../backend/cpu/program.js';
import { looksOf } from '../../backend/looks.js';
import type { Arg, Batch, Buffer, Launch } from '../../compiler/lower/launch.js';
import { livesOf, sizeOf } from '../../compiler/place/memory-plan.js';
import type { Job } from '../../compiler/schedule/job.js';
import { targetsOf } from '../../compiler/schedule/schedule.js';
import { bytesOf } from '../../graph/dtype.js';
import type { Node } from '../../graph/node.js';
import type { Target } from '../../kernel/ir.js';
import { type ArgumentText, kernelText } from '../../kernel/text/kernel-text.js';
import { at } from '../../list.js';
import type { Outline } from '../../runtime/programs/outline.js';
import { writeJob } from '../code/job-code.js';
import type {
  ExplainedKernel,
  ExplainedLaunch,
  ExplainedMemory,
  ExplainedProgram,
} from '../data/explained.js';
import { type ArrayNames, nameArrays } from './array-names.js';
import type { Decisions } from './decisions.js';
import { describeNodes } from './describe-nodes.js';
import { apartBecause } from './reasons.js';

/** What is explained: a program, the decisions behind it, and what its nodes are called. */
export interface Explained {
  readonly outline: Outline;
  readonly decisions: Decisions;
  readonly labels: ReadonlyMap<Node, string>;
  readonly target: Target;
}

/** The kernels of a program with the jobs behind them. */
class Kernels {
  readonly kernelOf: Map<Job, number> = new Map();
  readonly #jobOf = new Map<Launch, Job>();
  readonly #makers = new Map<Node, number>();

  constructor(batches: readonly Batch[], { jobs }: Decisions) {
    const places = new Map(batches.flatMap((batch, i) => batch.map((launch) => [launch, i])));
    for (const { job, launches } of jobs) {
      for (const launch of launches) this.#jobOf.set(launch, job);
      const [first] = launches;
      const place = first === undefined ? undefined : places.get(first);
      if (place !== undefined) this.#note(job, place);
    }
  }

  #note(job: Job, place: number): void {
    this.kernelOf.set(job, place);
    if (job.kind === 'contract') this.#makers.set(job.node, place);
    for (const node of targetsOf(job)) this.#makers.set(node, place);
  }

  /** The job whose first launch this is, and the kernel of the job otherwise. */
  jobOf(launch: Launch): Job | undefined {
    return this.#jobOf.get(launch);
  }

  makerOf(node: Node): number | undefined {
    return this.#makers.get(node);
  }
}

function namesOf(buffers: readonly Buffer[], names: ArrayNames): readonly string[] {
  return [...new Set(buffers)].map((buffer) => names.bufferName(buffer));
}

function stagesOf(job: Job | undefined): number {
  const loops = job?.kind === 'contract' ? job.finish : job;
  if (loops?.kind !== 'loop') return 1;
  return 1 + Math.max(...loops.items.map(({ stage }) => stage));
}

class ProgramWriter {
  readonly #explained: Explained;
  readonly #names: ArrayNames;
  readonly #kernels: Kernels;

  constructor(explained: Explained) {
    const { outline, decisions, labels } = explained;
    this.#explained = explained;
    this.#names = nameArrays(outline, decisions, labels);
    this.#kernels = new Kernels(outline.graph.batches, decisions);
  }

  /** Why the work of a kernel is not part of those whose results it reads. */
  #remarksOn(index: number): string[] {
    const remarks = new Set<string>();
    for (const { targets, into, why } of this.#explained.decisions.refusals) {
      const own = targets.find((node) => this.#kernels.makerOf(node) === index);
      const [other] = into.flatMap((node) => this.#kernels.makerOf(node) ?? []);
      if (own === undefined || other === undefined || other === index) continue;
      remarks.add(`not in kernel ${other}: ${apartBecause(why)}`);
    }
    return [...remarks];
  }

  #codeOf(launch: Launch, index: number): string {
    const job = this.#kernels.jobOf(launch);
    if (job === undefined) return '';
    const own = this.#kernels.kernelOf.get(job);
    if (own !== index) return `// goes on with what kernel ${own} has begun`;
    return writeJob(job, this.#names, this.#explained.target);
  }

  #argument(arg: Arg): ArgumentText {
    switch (arg.kind) {
      case 'buffer':
        return { kind: 'array', name: this.#names.bufferName(arg.buffer), offset: arg.offset };
      case 'int':
        return { kind: 'integer', value: arg.value };
      case 'scalar': {
        const value = this.#explained.outline.scalars[arg.index] ?? Number.NaN;
        const isSingle = arg.dtype === 'float32';
        const shown = isSingle ? Number(Math.fround(value).toPrecision(8)) : value;
        return { kind: 'name', name: String(shown) };
      }
      case 'fault':
        return { kind: 'array', name: 'fault', offset: 0 };
    }
  }

  #launch(launch: Launch, index: number): ExplainedLaunch {
    const writes = namesOf(launch.writes, this.#names);
    const reads = namesOf(launch.reads, this.#names);
    // Where a product lies until it is finished is not read.
    const isProduct = this.#kernels.jobOf(launch)?.kind === 'contract';
    const vectorCode = (): string =>
      kernelText(
        launch.kernel,
        launch.args.map((arg) => this.#argument(arg)),
      );
    return {
      sizes: launch.sizes ?? '',
      reads: isProduct ? reads.filter((name) => !writes.includes(name)) : reads,
      writes,
      code: this.#codeOf(launch, index),
      // Written when it is asked for: it is long, and few ask.
      get vectorCode() {
        return vectorCode();
      },
    };
  }

  #kernel(batch: Batch, index: number): ExplainedKernel {
    const [first] = batch;
    const [looks] = looksOf([batch], 0).kernels;
    return {
      index,
      name: first.kernel.name,
      launches: batch.map((launch) => this.#launch(launch, index)),
      stages: stagesOf(this.#kernels.jobOf(first)),
      remarks: this.#remarksOn(index),
      work: looks?.work ?? 0,
      flops: looks?.flops ?? 0,
      bytes: looks?.bytes ?? 0,
      chunks: cutsOf(batch, false).length - 1,
      milliseconds: null,
    };
  }

  #memory(): ExplainedMemory {
    const { graph } = this.#explained.outline;
    const lives = [...livesOf(graph.batches).values()];
    const temporaries = lives.map(({ buffer, first, last }) => ({
      name: this.#names.bufferName(buffer),
      offset: at(graph.tempOffsets, buffer.index),
      bytes: buffer.bytes,
      first,
      last,
    }));
    return {
      temporaries: temporaries.sort((a, b) => a.first - b.first || a.offset - b.offset),
      bytes: graph.arenaBytes,
      bytesWithoutReuse: lives.reduce((sum, { buffer }) => sum + sizeOf(buffer), 0),
    };
  }

  describe(): ExplainedProgram {
    const { outline, decisions } = this.#explained;
    const { span, graph } = outline;
    const kernels = graph.batches.map((batch, i) => this.#kernel(batch, i));
    const nodes = describeNodes({
      decisions,
      names: this.#names,
      inputs: new Map(
        span.inputs.map((node, i) => [node, (outline.offsets[i] ?? 0) / bytesOf(node.dtype)]),
      ),
      outputs: new Set(span.outputs.map((node) => decisions.standsFor.get(node) ?? node)),
      kernelOf: this.#kernels.kernelOf,
    });
    const shared = kernels.filter(({ chunks }) => chunks > 1);
    const sharedWork = shared.reduce((sum, { work }) => sum + work, 0);
    const usesThreads = sharedWork >= worthThreadsNanoseconds;
    return { nodes, kernels, memory: this.#memory(), sharedWork, usesThreads, runs: 0 };
  }
}

/** The data of an explanation, for one program that has not run. */
export function describeProgram(explained: Explained): ExplainedProgram {
  return new ProgramWriter(explained).describe();
}
