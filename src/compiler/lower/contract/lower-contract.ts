/**
 * Lowers a contraction (matrix product, convolution over window views) to launches: merges dims,
 * has the form and the sizes of blocks chosen, and binds the kernel's arguments. The kernels are in
 * `kernel/contract/kernel.ts`.
 */

import { internal } from '../../../errors.js';
import type { ContractAttrs } from '../../../graph/ops.js';
import { type ContractForm, type NamedKernel, scalarBytes } from '../../../kernel/contract/form.js';
import { contractKernel } from '../../../kernel/contract/kernel.js';
import { sumChunk, sumPartsKernel } from '../../../kernel/contract/sum-parts.js';
import type { Scalar, Target } from '../../../kernel/ir.js';
import { namedKernels } from '../kernel-cache.js';
import type { Arg, Buffer, Launch, StridedView } from '../launch.js';
import type { ResultDims } from '../loops/block-loops.js';
import type { LoweredEpilogue } from '../loops/epilogue.js';
import type { ContractSize } from './candidates.js';
import { contractOperands, type DimGroup, type Operand } from './operand.js';
import { type Choose, planContract } from './plan.js';

/** A contraction of two views. The result is contiguous: [batch.., m.., n..]. */
export interface ContractSpec {
  readonly attrs: ContractAttrs;
  readonly dtype: 'float32' | 'float64' | 'int32';
  readonly a: StridedView;
  readonly b: StridedView;
  readonly out: Buffer;
  /** What is made of the result at each of its indices. */
  readonly finish?: Finish | undefined;
  /** Picks one of the ways to compute it; the one that seems cheapest by default. */
  readonly choose?: Choose;
}

/** Work on the results of a contraction. */
export interface Finish {
  /** As a part of the contraction's kernel, which stores the product where that says. */
  within(dims: ResultDims): LoweredEpilogue;
  /** By launches of their own. */
  after(): readonly Launch[];
}

const scalars: { readonly [D in ContractSpec['dtype']]: Scalar } = {
  float32: 'f32',
  float64: 'f64',
  int32: 'i32',
};

/**
 * Launches of out[batch.., m.., n..] = sum over k.. of a[batch.., m.., k..] * b[batch.., n.., k..],
 * none for an empty result; an empty sum gives zeros. `temp` allocates scratch memory. The order of
 * each sum depends on sizes alone, so any cut of the ranges gives the same bits.
 */
export function lowerContract(
  spec: ContractSpec,
  temp: (bytes: number) => Buffer,
  target: Target,
): Launch[] {
  const { a, b, dims } = contractOperands(spec.attrs, spec.a, spec.b);
  const size = { batch: a.batch.count, M: a.outer.count, N: b.outer.count, K: a.k.count };
  if (size.batch * size.M * size.N === 0) return [];
  const problem = { spec, size, a, b, dims, scalar: scalars[spec.dtype] };
  return lowerProblem(problem, temp, target);
}

interface Problem {
  readonly spec: ContractSpec;
  readonly size: ContractSize;
  readonly a: Operand;
  readonly b: Operand;
  readonly dims: ResultDims;
  readonly scalar: Scalar;
}

function lowerProblem(
  { spec, scalar, size, dims, ...operands }: Problem,
  temp: (bytes: number) => Buffer,
  target: Target,
): Launch[] {
  const hasEpilogue = spec.finish !== undefined;
  const plan = planContract({ scalar, ...operands, hasEpilogue }, target, spec.choose);
  const { form, a, b, parts } = plan;
  const bytes = scalarBytes(scalar);
  const epilogue = (parts === 1 ? spec.finish?.within(dims) : null) ?? null;
  const out = outOf(spec, epilogue);
  const count = size.batch * size.M * size.N;
  const results: BufferArg = parts === 1 ? out : startOf(temp(parts * count * bytes));
  const scratch = plan.tempBytes === 0 ? null : temp(plan.tempBytes);
  const args = new Map<string, Arg>([
    ['a', addressOf(a.view, bytes)],
    ['b', addressOf(b.view, bytes)],
    ['out', results],
    ['scratch', scratch === null ? int(0) : startOf(scratch)],
    ...strideArgs('a', a, bytes),
    ...strideArgs('b', b, bytes),
  ]);
  for (const [name, value] of Object.entries(plan.sizes)) args.set(name, int(value));
  const product = withEpilogue(epilogue, {
    ...bind(kernelFor(form, epilogue), args, epilogue),
    range: plan.units,
    grain: plan.grain,
    work: plan.work,
    flops: 2 * size.batch * size.M * size.N * size.K,
    sizes: sizesOf(size),
    reads: [spec.a.buffer, spec.b.buffer],
    writes: scratch === null ? [results.buffer] : [results.buffer, scratch],
  });
  if (parts === 1) return [product];
  const sum = sumParts({ scalar, lanes: form.lanes, parts, count }, results, out);
  return [product, sum, ...(spec.finish?.after() ?? [])];
}

/** The kernel of a form and what follows it. */
function kernelFor(form: ContractForm, epilogue: LoweredEpilogue | null): NamedKernel {
  const code = epilogue?.code ?? null;
  return namedKernels.get(`${JSON.stringify(form)}${code?.key ?? ''}`, () =>
    contractKernel(form, code),
  );
}

/** Where the product goes. */
function outOf(spec: ContractSpec, epilogue: LoweredEpilogue | null): BufferArg {
  const buffer = epilogue?.out ?? spec.out;
  return { kind: 'buffer', buffer, offset: 0 };
}

/** A launch with what its epilogue reads, writes and costs. */
function withEpilogue(epilogue: LoweredEpilogue | null, launch: Launch): Launch {
  if (epilogue === null) return launch;
  return {
    ...launch,
    work: launch.work + epilogue.work,
    flops: (launch.flops ?? 0) + epilogue.flops,
    reads: [...launch.reads, ...epilogue.reads],
    writes: [...launch.writes, ...epilogue.writes],
  };
}

/** Parts that may be added up as any numbers are. */
const plainParts = 16;

/** Results of `parts` slices of the inner dim, one after the other. */
interface Parts {
  readonly scalar: Scalar;
  readonly lanes: number;
  readonly parts: number;
  /** Results of a part. */
  readonly count: number;
}

function sumParts(
  { scalar, lanes, parts, count }: Parts,
  results: BufferArg,
  out: BufferArg,
): Launch {
  const args = new Map<string, Arg>([
    ['parts', results],
    ['out', out],
    ['count', int(count)],
    ['number', int(parts)],
  ]);
  return {
    ...bind(sumPartsKernel(scalar, lanes, parts > plainParts), args, null),
    range: Math.ceil(count / sumChunk),
    grain: 1,
    work: (parts * count) / 8,
    flops: (parts - 1) * count,
    sizes: `${parts}x${count}`,
    reads: [results.buffer],
    writes: [out.buffer],
  };
}

/** Rows, columns and length of the sums; the number of products before them if there are many. */
function sizesOf({ batch, M, N, K }: ContractSize): string {
  return `${batch === 1 ? '' : `${batch} of `}${M}x${N}x${K}`;
}

function int(value: number): Arg {
  return { kind: 'int', value };
}

type BufferArg = Extract<Arg, { readonly kind: 'buffer' }>;

function startOf(buffer: Buffer): BufferArg {
  return { kind: 'buffer', buffer, offset: 0 };
}

function addressOf(view: StridedView, bytes: number): Arg {
  return { kind: 'buffer', buffer: view.buffer, offset: view.offset * bytes };
}

/** The arguments of an operand's `IndexMap`s. */
function* strideArgs(name: string, operand: Operand, bytes: number): Generator<[string, Arg]> {
  const groups: readonly (readonly [string, DimGroup])[] = [
    ['batch', operand.batch],
    ['outer', operand.outer],
    ['k', operand.k],
  ];
  for (const [part, { sizes, strides }] of groups) {
    for (const [d, size] of sizes.entries()) yield [`${name}.${part}.size${d}`, int(size)];
    for (const [d, stride] of strides.entries()) {
      yield [`${name}.${part}.stride${d}`, int(stride * bytes)];
    }
  }
}

function bind(
  named: NamedKernel,
  args: ReadonlyMap<string, Arg>,
  epilogue: LoweredEpilogue | null,
): Pick<Launch, 'kernel' | 'args'> {
  const values = named.params.map((name) => {
    const arg = args.get(name) ?? epilogue?.args.get(name);
    if (arg === undefined) throw internal(`contract has no argument ${name}`);
    return arg;
  });
  return { kernel: named.kernel, args: values };
}
