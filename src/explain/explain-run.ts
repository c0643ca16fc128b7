/** `explainRun`: what a function really ran, with the time that each kernel took. */

import { type KernelRun, type Profile, profile } from '../runtime/profile.js';
import type { CachedProgram } from '../runtime/programs/program-cache.js';
import { withWitness } from '../runtime/programs/witness.js';
import * as signatures from '../signatures/explain.js';
import type { ExplainedProgram } from './data/explained.js';
import { explainSource } from './explain.js';
import { Explanation } from './explanation.js';

/**
 * What `explainRun` gives: what the function returned, the profile, and the explanation with its
 * times.
 */
export interface ExplainedRun<T> {
  readonly value: T;
  readonly profile: Profile<T>;
  readonly explanation: Explanation;
}

/** The time of each kernel of a program, over all its runs. */
function withTimes(
  program: ExplainedProgram,
  runs: number,
  kernelRuns: readonly KernelRun[],
): ExplainedProgram {
  const times = program.kernels.map(() => 0);
  for (const [i, { milliseconds }] of kernelRuns.entries()) {
    const kernel = i % times.length;
    times[kernel] = (times[kernel] ?? 0) + milliseconds;
  }
  const kernels = program.kernels.map((kernel, i) => {
    return { ...kernel, milliseconds: times[i] ?? 0 };
  });
  return { ...program, kernels, runs };
}

/**
 * Runs a function, and explains each program that it ran with the measured time of each kernel
 * beside the estimate. A program that ran several times is explained once. As with `profile`,
 * kernels run one by one on the calling thread, and a first call also measures how they warm up:
 * call it on a step that has run before.
 *
 * @param fn runs as it is: what it changes stays changed.
 * @example
 * const x = ones([8, 8]);
 * const { value, explanation } = explainRun(() => x.matmul(x).sum().item());
 * console.log(value); // 512
 * console.log(explanation.programs[0]?.runs); // 1
 */
export function explainRun<T>(fn: () => T): ExplainedRun<T> {
  signatures.explainRun.check(arguments);
  const explained = new Map<CachedProgram, ExplainedProgram>();
  const order: CachedProgram[] = [];
  const profiled = withWitness(
    (program, source, wanted) => {
      order.push(program);
      if (!explained.has(program)) {
        explained.set(program, explainSource(source, wanted, new Map()));
      }
    },
    () => profile(fn),
  );
  const programs = [...explained].map(([program, data]) => {
    const numbers = new Set(order.flatMap((other, i) => (other === program ? [i] : [])));
    const runs = profiled.runs.filter((run) => numbers.has(run.program));
    return withTimes(data, numbers.size, runs);
  });
  const notes = programs.length === 0 ? ['the function ran no program'] : [];
  return {
    value: profiled.value,
    profile: profiled,
    explanation: new Explanation(programs, notes),
  };
}
