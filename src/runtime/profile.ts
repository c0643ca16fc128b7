/**
 * Where the time of programs goes: each kernel with its time, its share of the arithmetic and of
 * the memory traffic. A profiled program runs its kernels one by one, on the calling thread.
 */

import type { ProgramLooks } from '../backend/looks.js';
import { withWatch } from '../backend/watch.js';
import { ValueError } from '../errors.js';

/** One run of one kernel. */
export interface KernelRun {
  /**
   * Operators that were fused, or the form of a contraction, and sizes (`+` for summed dims), or
   * how many parts of different sizes it works on at once.
   */
  readonly name: string;
  /** Which program of the profile it belongs to, counted from 0. */
  readonly program: number;
  /** Milliseconds since the profile began. */
  readonly start: number;
  readonly milliseconds: number;
  readonly flops: number;
  /** Bytes of all operands, each counted once. */
  readonly bytes: number;
}

/** All runs of the kernels of one name, in a profile. */
export interface KernelSummary {
  readonly name: string;
  readonly calls: number;
  readonly milliseconds: number;
  /** Part of the time in kernels, 0 to 1. */
  readonly share: number;
  /** 10^9 floating-point operations per second. */
  readonly gflops: number;
  /** 10^9 bytes per second, if no operand were found in a cache. */
  readonly gigabytes: number;
}

/**
 * A listing of what a function computed; prints as a table.
 *
 * @example
 * const measured = profile(() => rand([100]).exp().sum().item());
 * console.log(measured instanceof Profile, measured.kernels[0]?.calls); // true 1
 */
export class Profile<T> {
  /** What the function returned. */
  readonly value: T;
  readonly runs: readonly KernelRun[];
  /** Number of programs that ran. */
  readonly programs: number;
  /** Bytes that the largest program plans for temporaries. */
  readonly arenaBytes: number;
  /**
   * The most that its results need while they wait to be read, which no arena can be smaller than.
   */
  readonly peakBytes: number;
  /** Milliseconds of the whole function, with the building of graphs and programs. */
  readonly milliseconds: number;

  constructor(
    value: T,
    runs: readonly KernelRun[],
    programs: readonly ProgramLooks[],
    milliseconds: number,
  ) {
    this.value = value;
    this.runs = runs;
    this.programs = programs.length;
    this.arenaBytes = Math.max(0, ...programs.map((program) => program.arenaBytes));
    this.peakBytes = Math.max(0, ...programs.map((program) => program.peakBytes));
    this.milliseconds = milliseconds;
  }

  /** The kernels by name, the slowest first. */
  get kernels(): KernelSummary[] {
    const byName = new Map<string, KernelRun[]>();
    for (const run of this.runs) {
      const others = byName.get(run.name);
      if (others === undefined) byName.set(run.name, [run]);
      else others.push(run);
    }
    const total = sum(this.runs, 'milliseconds');
    const summaries = [...byName].map(([name, runs]): KernelSummary => {
      const milliseconds = sum(runs, 'milliseconds');
      return {
        name,
        calls: runs.length,
        milliseconds,
        share: total === 0 ? 0 : milliseconds / total,
        gflops: perSecond(sum(runs, 'flops'), milliseconds),
        gigabytes: perSecond(sum(runs, 'bytes'), milliseconds),
      };
    });
    return summaries.sort((a, b) => b.milliseconds - a.milliseconds);
  }

  /** A table of the kernels, with a line of totals. */
  toString(): string {
    const rows = this.kernels.map((kernel) => [
      kernel.name,
      String(kernel.calls),
      (kernel.milliseconds * 1000).toFixed(1),
      `${(kernel.share * 100).toFixed(1)} %`,
      kernel.gflops.toFixed(1),
      kernel.gigabytes.toFixed(1),
    ]);
    const inKernels = sum(this.runs, 'milliseconds');
    const totals =
      `${this.programs} programs, ${this.runs.length} kernels, ` +
      `${inKernels.toFixed(3)} of ${this.milliseconds.toFixed(3)} ms in kernels, ` +
      `${mebibytes(this.arenaBytes)} MiB planned for temporaries, ` +
      `of which ${mebibytes(this.peakBytes)} are needed at once`;
    return `${table([['kernel', 'calls', 'us', 'share', 'GFLOP/s', 'GB/s'], ...rows])}\n${totals}`;
  }

  /**
   * The runs as a trace that the performance panel of browsers opens.
   * Source: the "Trace Event Format" of Chromium, complete events.
   */
  toTrace(): string {
    const traceEvents = this.runs.map((run) => ({
      name: run.name,
      cat: 'kernel',
      ph: 'X',
      ts: run.start * 1000,
      dur: run.milliseconds * 1000,
      pid: 1,
      tid: run.program,
      args: { flops: run.flops, bytes: run.bytes },
    }));
    return JSON.stringify({ traceEvents, displayTimeUnit: 'ns' });
  }

  static {
    // What Node's console prints.
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    Object.defineProperty(Profile.prototype, inspect, { value: Profile.prototype.toString });
  }
}

function sum(runs: readonly KernelRun[], what: 'milliseconds' | 'flops' | 'bytes'): number {
  return runs.reduce((total, run) => total + run[what], 0);
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(2);
}

/** Billions per second. */
function perSecond(count: number, milliseconds: number): number {
  return milliseconds === 0 ? 0 : count / milliseconds / 1e6;
}

/** Columns of text, the first to the left and the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => row[c]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0)))
      .join('  ');
  return rows.map(line).join('\n');
}

/**
 * Runs `fn` and measures every kernel of the programs that it runs. A first call also measures how
 * kernels are compiled and warm up: call it on a step that has run before.
 *
 * @example
 * const { value, kernels } = profile(() => ones([8, 8]).matmul(ones([8, 8])).sum().item());
 * console.log(value, kernels.length > 0); // 512 true
 */
export function profile<T>(fn: () => T): Profile<T> {
  if (typeof fn !== 'function') {
    throw new ValueError(`profile: needs a function that computes something, got ${typeof fn}`);
  }
  const runs: KernelRun[] = [];
  const programs: ProgramLooks[] = [];
  const begin = performance.now();
  const value = withWatch((program, runKernel) => {
    programs.push(program);
    program.kernels.forEach(({ name, flops, bytes }, i) => {
      const start = performance.now();
      runKernel(i);
      const milliseconds = performance.now() - start;
      const number = programs.length - 1;
      runs.push({ name, program: number, start: start - begin, milliseconds, flops, bytes });
    });
  }, fn);
  return new Profile(value, runs, programs, performance.now() - begin);
}
