/**
 * Speed of contractions on one thread, as a share of what registers alone reach: products of the
 * usual shapes in every transposition, attention, and all passes of convolution. Counts processor
 * time, so that other work on the machine disturbs little. An argument picks cases by a part of
 * their name; `--json` prints one JSON object, `ContractionCase[]`, instead of lines. `--steady`
 * takes turns between the loop on registers and the cases, by the clock on the wall, to show what a
 * machine's phases slow down. `--candidates` times every way to compute a case that the compiler
 * thinks of, beside what it expects.
 */

import { parseArgs } from 'node:util';
import type { Candidate } from '../src/compiler/lower/contract/candidates.js';
import { lowerContract } from '../src/compiler/lower/contract/lower-contract.js';
import { type Choose, cheapest } from '../src/compiler/lower/contract/plan.js';
import type { StridedView } from '../src/compiler/lower/launch.js';
import { contiguousStrides, numel } from '../src/graph/shape.js';
import { panelWidth } from '../src/kernel/contract/form.js';
import { at } from '../src/list.js';
import { wasmTarget } from '../src/wasm/render.js';
import { Machine } from '../test/compiler/run-launches.js';
import { type Case, cases, type View } from './contraction-cases.js';
import type { ContractionCase } from './fresh-processes.js';
import { fmaFlops, loopModule } from './peak-loops.js';

/**
 * Milliseconds that the process has used, or that have passed, which is finer for short stretches.
 */
function clock(isLong: boolean): number {
  const { user, system } = process.cpuUsage();
  return isLong ? (user + system) / 1000 : performance.now();
}

/** Seconds of one call: the best of several batches of calls. */
function time(call: () => void): number {
  const start = performance.now();
  while (performance.now() - start < 60) call();
  let best = Number.POSITIVE_INFINITY;
  let calls = 1;
  for (let round = 0; round < 5 || (round < 200 && performance.now() - start < 500); round++) {
    const isLong = calls === 1 && best > 1;
    const from = clock(isLong);
    for (let i = 0; i < calls; i++) call();
    const took = clock(isLong) - from;
    best = Math.min(best, took / calls);
    // Short enough to be left alone now and then.
    if (took < 0.3) calls = Math.ceil(calls * Math.min(10, 0.5 / Math.max(took, 0.01)));
  }
  return best / 1000;
}

/** Multiply-adds on registers alone, `fmaFlops` operations a call: what nothing can exceed. */
function registerLoop(): () => void {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const { fma } = new WebAssembly.Instance(loopModule(1), { env: { memory } }).exports;
  if (typeof fma !== 'function') throw new TypeError('no loop of multiply-adds');
  return () => fma(0, 0, 0, 0, 0, 0);
}

function extent({ shape, strides = contiguousStrides(shape) }: View): [low: number, size: number] {
  let low = 0;
  let high = 0;
  for (const [d, size] of shape.entries()) {
    const reach = (size - 1) * (strides[d] ?? 0);
    low += Math.min(0, reach);
    high += Math.max(0, reach);
  }
  return [-low, high - low + 1];
}

/** A case that is ready to run. */
interface Prepared {
  readonly call: () => void;
  readonly flops: number;
  /** Elements of the operands and of the result. */
  readonly elements: readonly number[];
  /** Microseconds that the compiler expects, and the kernels with their scratch memory. */
  readonly said: number;
  readonly how: string;
}

function prepare({ attrs, a, b }: Case, choose: Choose = cheapest): Prepared {
  const M = numel(a.shape.slice(0, attrs.batch + attrs.m));
  const K = numel(a.shape.slice(attrs.batch + attrs.m));
  const N = numel(b.shape.slice(attrs.batch, attrs.batch + attrs.n));
  const machine = new Machine(512 << 20);
  const view = ({ shape, strides = contiguousStrides(shape) }: View): StridedView => {
    const [offset, size] = extent({ shape, strides });
    const buffer = machine.allocate(size * 4);
    const bytes = machine.bytes(buffer);
    new Float32Array(bytes.buffer, bytes.byteOffset, size).fill(0.5);
    return { buffer, offset, shape, strides };
  };
  const out = machine.allocate(M * N * 4);
  const spec = { attrs, dtype: 'float32', a: view(a), b: view(b), out, choose } as const;
  let temps = 0;
  const temp = (bytes: number) => {
    temps += bytes;
    return machine.allocate(bytes);
  };
  const launches = lowerContract(spec, temp, wasmTarget);
  const calls = launches.map((launch) => machine.prepare(launch));
  const kernels = launches.map(({ kernel, range }) => `${kernel.name} (${range})`).join(', ');
  return {
    call: () => {
      for (const call of calls) call();
    },
    flops: 2 * M * N * K,
    elements: [extent(a)[1], extent(b)[1], M * N],
    said: launches.reduce((sum, { work }) => sum + work, 0) / 1000,
    how: `${kernels}, ${(temps / 1024).toFixed(0)} KB`,
  };
}

/** Times one case; `say` gets the line about it. */
function measure(item: Case, limit: number, say: (line: string) => void): ContractionCase {
  const { call, flops, elements, said, how } = prepare(item);
  const seconds = time(call);
  const rate = flops / seconds / 1e9;
  say(
    `${item.name.padEnd(48)} ${rate.toFixed(1).padStart(6)} GFLOP/s ${((100 * rate) / limit).toFixed(0).padStart(3)} %` +
      ` ${(seconds * 1e6).toFixed(2).padStart(10)} us (said ${said.toFixed(1)})  ${how}`,
  );
  return { name: item.name, flops, elements, seconds };
}

/**
 * Microseconds of each way to compute a case, as expected and as measured, the most promising
 * first.
 */
function compare(item: Case): void {
  const all: Candidate[] = [];
  prepare(item, (candidates) => {
    all.push(...candidates);
    return cheapest(all);
  });
  console.log(item.name);
  for (const candidate of all.toSorted((a, b) => a.cost - b.cost)) {
    const { call } = prepare(item, (candidates) => at([...candidates], all.indexOf(candidate)));
    const said = candidate.cost / wasmTarget.costs.multiplyAdds[candidate.form.scalar] / 1000;
    const took = time(call) * 1e6;
    const numbers = [said, took].map((us) => us.toFixed(2).padStart(11));
    console.log(`  ${describe(candidate).padEnd(44)} said${numbers[0]} us, took${numbers[1]} us`);
  }
}

/** The tile, which way it goes, and what is packed. */
function describe({ form, blocks }: Candidate): string {
  const words = [`${form.tile.rows}x${panelWidth(form)}`];
  if (form.along === 'steps') words.push('along k');
  if (form.isSwapped) words.push('swapped');
  if (form.a.isPacked) words.push('packs rows');
  if (form.b.isPacked) words.push('packs columns');
  return `${words.join(' ')}, ${blocks.count} x ${blocks.block} steps`;
}

/** GFLOP/s of the loop on registers and of some cases in turns of 40 ms, a line for each round. */
function watch(chosen: readonly Case[]): void {
  const [rounds, turn] = [60, 40];
  const prepared = chosen.map((item) => prepare(item));
  const racers = [{ call: registerLoop(), flops: fmaFlops }, ...prepared];
  for (const { call } of racers) time(call);
  console.log(['registers alone', ...chosen.map(({ name }) => name)].join(' | '));
  for (let round = 0; round < rounds; round++) {
    const rates = racers.map(({ call, flops }) => {
      const start = performance.now();
      let calls = 0;
      for (; performance.now() - start < turn; calls++) call();
      return ((calls * flops) / (performance.now() - start) / 1e6).toFixed(1);
    });
    console.log(rates.join(' '));
  }
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    candidates: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    steady: { type: 'boolean', default: false },
  },
});
const [filter = ''] = positionals;
const chosen = cases.filter(({ name }) => name.includes(filter));
if (options.steady) watch(chosen);
else if (options.candidates) for (const item of chosen) compare(item);
else {
  const say = options.json ? () => {} : console.log;
  const limit = fmaFlops / time(registerLoop()) / 1e9;
  say(`registers alone: ${limit.toFixed(1)} GFLOP/s`);
  const results = chosen.map((item) => measure(item, limit, say));
  if (options.json) console.log(JSON.stringify(results));
}
