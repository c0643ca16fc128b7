/** Figures of the machine and of Chainrule alone that need processes of their own. */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { typeScript } from './entrants.js';
import type { Peaks } from './floors.js';
import { type Summary, summarize } from './statistics.js';

const coldStarts = 9;

/** Milliseconds from `import` to the first result. */
export interface ColdStart {
  readonly name: string;
  readonly total: Summary;
  readonly import: Summary;
  readonly bar: number;
}

/** Microseconds of one 2-16-16-1 step: all of it, building its graph, and its kernels. */
export interface GraphOverhead {
  readonly ops: number;
  readonly step: number;
  readonly graph: number;
  readonly run: number;
}

/** Largest error of each function in units of the last place, and where it is. */
export type Accuracy = Readonly<Record<string, { readonly worst: number; readonly at: number }>>;

/** One contraction by its kernels alone, on one thread. */
export interface ContractionCase {
  readonly name: string;
  readonly flops: number;
  /** Of both operands and of the result. */
  readonly elements: readonly number[];
  readonly seconds: number;
}

/**
 * Bytes of a training step for temporaries: what is planned, and what is needed at once at most.
 */
export interface StepMemory {
  readonly name: string;
  readonly arenaBytes: number;
  readonly peakBytes: number;
}

/** The first step of both networks of the training rows, each in fresh processes. */
export function measureColdStarts(): ColdStart[] {
  const script = fileURLToPath(new URL('./cold-start.mjs', import.meta.url));
  const networks = [
    { key: 'small', name: '2-16-16-1', bar: 80 },
    { key: 'mnist', name: '784-512-512-10', bar: 150 },
  ];
  return networks.map(({ key: network, name, bar }) => {
    const runs = Array.from({ length: coldStarts }, () =>
      JSON.parse(execFileSync(process.execPath, [script, network], { encoding: 'utf8' })),
    );
    const of = (key: string): Summary => summarize(runs.map((run) => Number(run[key])));
    return { name, total: of('total'), import: of('import'), bar };
  });
}

/** What a program prints, which is one JSON object. */
function answerOf(path: string, ...options: string[]): string {
  const { command, args, env } = typeScript(path, ...options);
  return execFileSync(command, args, { encoding: 'utf8', env: { ...process.env, ...env } });
}

/** See `graph-overhead.ts`. */
export function measureGraphOverhead(): GraphOverhead {
  return JSON.parse(answerOf('./graph-overhead.ts'));
}

/** See `peaks.ts`. */
export function measurePeaks(): Peaks {
  return JSON.parse(answerOf('./peaks.ts'));
}

/** See `accuracy.ts`. */
export function measureAccuracy(): Accuracy {
  return JSON.parse(answerOf('./accuracy.ts'));
}

/** See `gemm.ts`. */
export function measureContractions(): ContractionCase[] {
  return JSON.parse(answerOf('./gemm.ts', '--json'));
}

/** See `memory.ts`. */
export function measureMemory(): StepMemory[] {
  return JSON.parse(answerOf('./memory.ts'));
}
