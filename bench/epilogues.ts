/**
 * Products with what follows them in their kernel and in loops of its own, in turns on one thread:
 * what the limits in `compiler/schedule/epilogue-rule.ts` rest on. An argument picks cases by a
 * part of their name.
 */

import { Program } from '../src/backend/cpu/program.js';
import { compileGraph } from '../src/compiler/compile.js';
import { type EpilogueRule, wherePaying } from '../src/compiler/schedule/epilogue-rule.js';
import { bytesOf } from '../src/graph/dtype.js';
import { topologicalOrder } from '../src/graph/node.js';
import { numel } from '../src/graph/shape.js';
import { Storage } from '../src/graph/storage.js';
import { manualSeed, noGrad, rand, realize, type Tensor } from '../src/index.js';
import { functional } from '../src/nn/index.js';
import { cpuDevice, setNumThreads } from '../src/runtime/devices.js';
import { scalarOffsets } from '../src/runtime/programs/scalars.js';
import { hostArray } from '../src/runtime/realize/realize.js';
import { summarize } from './statistics.js';

/** Turns of each way, and milliseconds of one. */
const turns = 25;
const turnMilliseconds = 8;

/** What is computed; operands have values already. */
interface Case {
  readonly name: string;
  readonly make: () => readonly Tensor[];
}

/** A matrix of random numbers that has its value. */
function matrix(...shape: number[]): Tensor {
  const tensor = rand(shape);
  realize([tensor]);
  return tensor;
}

/** What networks do with a product of `M` x `K` x `N`. */
function epilogueOf(M: number, K: number, N: number): Case[] {
  const size = `${M}x${K}x${N}`;
  const [x, w, bias] = [matrix(M, K), matrix(N, K), matrix(N)];
  const [other, third] = [matrix(M, N), matrix(M, N)];
  const product = (): Tensor => functional.linear(x, w, null);
  return [
    { name: `${size} bias, relu`, make: () => [functional.linear(x, w, bias).relu()] },
    { name: `${size} bias, tanh`, make: () => [functional.linear(x, w, bias).tanh()] },
    { name: `${size} gradient of relu`, make: () => [product().mul(other.gt(0).to('float32'))] },
    { name: `${size} residual`, make: () => [other.add(product())] },
    {
      name: `${size} two arrays beside`,
      make: () => [product().mul(other).add(third)],
    },
    {
      name: `${size} before and after gelu`,
      make: () => {
        const before = functional.linear(x, w, bias);
        return [before, before.gelu({ approximate: 'tanh' })];
      },
    },
  ];
}

/** The gradient of a weight, which is added to what was there. */
function accumulation(M: number, K: number, N: number): Case {
  const [x, dy, before] = [matrix(M, K), matrix(M, N), matrix(N, K)];
  const make = (): Tensor[] => [before.add(dy.transpose(0, 1).matmul(x))];
  return { name: `${N}x${M}x${K} accumulated`, make };
}

function convolution(images: number, C: number, O: number, size: number): Case {
  const [x, w, bias] = [matrix(images, C, size, size), matrix(O, C, 3, 3), matrix(O)];
  const make = (): Tensor[] => [functional.conv2d(x, w, bias).relu()];
  return { name: `conv ${images}x(${C}->${O})x${size}x${size} bias, relu`, make };
}

/** Lazily, since operands take memory and time. */
const groups: readonly (() => readonly Case[])[] = [
  ...[
    [100, 16, 16],
    [32, 64, 32],
    [32, 64, 64],
    [32, 64, 256],
    [128, 128, 128],
    [128, 512, 10],
    [128, 784, 512],
    [128, 512, 512],
    [1024, 128, 512],
    [1024, 512, 128],
    [512, 512, 512],
    [4096, 32, 16],
    [1024, 1024, 1024],
  ].map(
    ([M = 1, K = 1, N = 1]) =>
      () =>
        epilogueOf(M, K, N),
  ),
  () => [accumulation(128, 784, 512), accumulation(1024, 128, 512), accumulation(32, 64, 64)],
  () => [convolution(64, 1, 32, 28), convolution(64, 32, 64, 13)],
];

/** A way to run a case: the call, and the kernels. */
interface Way {
  readonly call: () => void;
  readonly kernels: string;
}

function prepare(make: Case['make'], epilogueRule: EpilogueRule): Way {
  const machine = cpuDevice();
  const outputs = noGrad(make).map(({ node }) => node);
  const order = topologicalOrder(outputs, (node) => node.value !== null);
  const inputs = order.filter((node) => node.value !== null);
  const numbers = order.filter((node) => node.op === 'full' && node.value === null);
  const places = scalarOffsets(numbers);
  const graph = compileGraph(order, inputs, outputs, places, machine.target, { epilogueRule });
  const bytes = outputs.map(({ dtype, shape }) => numel(shape) * bytesOf(dtype));
  const program = new Program(machine, {
    ...graph,
    inputs: inputs.length,
    outputs: bytes.map((size) => ({ place: 'device', bytes: size })),
  });
  const scalars = numbers.map((node) => (node.op === 'full' ? node.attrs.value : 0));
  const given = inputs.map((node) => {
    return new Storage(node.dtype, numel(node.shape), hostArray(node).slice());
  });
  return {
    call: () => {
      const results = outputs.map(({ dtype, shape }) => new Storage(dtype, numel(shape), null));
      program.run(given, scalars, results);
      for (const result of results) machine.residency.release(result);
    },
    kernels: graph.batches.map(([{ kernel }]) => kernel.name).join(', '),
  };
}

/** Microseconds of a call during one turn. */
function turnOf(call: () => void): number {
  const start = performance.now();
  let calls = 0;
  do {
    call();
    calls += 1;
  } while (performance.now() - start < turnMilliseconds);
  return ((performance.now() - start) * 1000) / calls;
}

/** Lists a case with both ways in turns, if they differ. */
function compare({ name, make }: Case): void {
  const fused = prepare(make, () => Number.POSITIVE_INFINITY);
  const apart = prepare(make, () => 0);
  const chosen = prepare(make, wherePaying);
  if (fused.kernels === apart.kernels) return;
  const times: [number[], number[]] = [[], []];
  for (let turn = -5; turn < turns; turn++) {
    const pair = [fused, apart].map(({ call }) => turnOf(call));
    if (turn >= 0) pair.forEach((time, i) => void times[i]?.push(time));
  }
  const [inside, outside] = times.map(summarize);
  const ratios = summarize(times[0].map((time, i) => time / (times[1][i] ?? time)));
  const show = (value = 0): string => value.toFixed(1).padStart(9);
  console.log(
    `${name.padEnd(44)}${show(inside?.min)}${show(outside?.min)} us best${show(inside?.median)}` +
      `${show(outside?.median)} median, ratio ${ratios.median.toFixed(3)}` +
      `  ${chosen.kernels === fused.kernels ? 'fused' : 'apart'}  ${fused.kernels}`,
  );
}

manualSeed(1);
setNumThreads(1);
const [filter = ''] = process.argv.slice(2);
console.log('in the kernel of the product, apart; what is chosen');
for (const group of groups) {
  for (const item of group()) if (item.name.includes(filter)) compare(item);
}
