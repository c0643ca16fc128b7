/** Turns a loop job into a launch: lays out its loops, finds or writes its kernel, binds arguments. */

import { bytesOf } from '../graph/dtype.js';
import type { Kernel, Target } from '../kernel/ir.js';
import type { LoopJob } from './job.js';
import type { Arg, Buffer, Launch } from './launch.js';
import { type ArgSlot, argSlots, isUnit } from './loop-args.js';
import { vectorLanes, writeLoopKernel } from './loop-kernel.js';
import { type LoopLayout, layoutLoops, unitOf } from './loop-layout.js';
import { type Term, termOrder } from './term.js';

/** What a lowering needs to know of the program around it. */
export interface LowerContext {
  readonly target: Target;
  /** The memory of a node. */
  bufferOf(node: import('../graph/node.js').Node): Buffer;
  /** Place of the first scalar of a `full` or `random` node among the program's scalars. */
  scalarOf(node: import('../graph/node.js').Node): number;
  /** A number for the place in the program where an index may be out of range. */
  siteOf(name: string, size: number): number;
  /** Scratch memory that lives during one launch. */
  temp(bytes: number): Buffer;
}

const kernels = new Map<string, Kernel>();

/** Nanoseconds for one simple operation on one element, in a vector. */
const OP_COST = 0.1;
const HEAVY_COST = 0.5;

function termKey(term: Term, numbers: ReadonlyMap<Term, number>): string {
  switch (term.kind) {
    case 'op':
      return `${term.op}.${term.dtype}(${term.args.map((arg) => numbers.get(arg)).join()})`;
    case 'gather':
      return `gather.${term.dtype}(${numbers.get(term.pick)})`;
    case 'constant':
      return `${term.value}.${term.dtype}`;
    default:
      return `${term.kind}.${term.dtype}`;
  }
}

/** What the kernel's code depends on. */
function layoutKey(layout: LoopLayout, lanes: number): string {
  const numbers = new Map(layout.terms.map((term, i) => [term, i]));
  const terms = layout.terms.map((term) => termKey(term, numbers)).join(';');
  const items = layout.operands.flatMap(({ of }) =>
    'target' in of ? [`${of.kind}${of.op ?? ''}(${numbers.get(of.term)})`] : [],
  );
  const dims = layout.dims.map((dim, d) => {
    const strides = dim.strides.map((s, k) => (s === 0 ? '0' : isUnit(layout, d, k) ? '1' : 's'));
    return `${dim.reduced ? 'r' : 'k'}${strides.join('')}`;
  });
  return `loop ${layout.mode} x${lanes} v${layout.vector} [${dims.join(' ')}] ${terms} -> ${items.join()}`;
}

function nameOf(job: LoopJob): string {
  const ops = termOrder(job.items.map((item) => item.term)).flatMap((term) =>
    term.kind === 'op'
      ? [term.op]
      : term.kind === 'gather' || term.kind === 'random'
        ? [term.kind]
        : [],
  );
  const ends = job.items.flatMap((item) => item.op ?? []);
  const list = [...ops, ...ends];
  if (list.length === 0) return job.items[0]?.term.kind === 'constant' ? 'fill' : 'copy';
  return list.length > 8 ? `${list.slice(0, 8).join('+')}+${list.length - 8} more` : list.join('+');
}

function bind(slot: ArgSlot, layout: LoopLayout, context: LowerContext): Arg {
  const int = (value: number): Arg => ({ kind: 'int', value });
  switch (slot.kind) {
    case 'base': {
      const operand = layout.operands[slot.operand];
      if (operand === undefined) return int(0);
      const { of, view } = operand;
      const offset = view.offset * unitOf(operand);
      if ('target' in of) return { kind: 'buffer', buffer: context.bufferOf(of.target), offset };
      if (of.kind === 'load' || of.kind === 'gather') {
        return { kind: 'buffer', buffer: context.bufferOf(of.source), offset };
      }
      return int(view.offset);
    }
    case 'size':
      return int(layout.dims[slot.dim]?.size ?? 1);
    case 'stride': {
      const operand = layout.operands[slot.operand];
      const stride = layout.dims[slot.dim]?.strides[slot.operand] ?? 0;
      return int(operand === undefined ? 0 : stride * unitOf(operand));
    }
    case 'scalar':
      return scalarArg(slot.term, 0, context);
    case 'random':
      return scalarArg(slot.term, slot.word, context);
    case 'pick': {
      const { term } = slot;
      if (term.kind !== 'gather') return int(0);
      if (slot.what === 'stride') return int(term.stride * bytesOf(term.dtype));
      return int(slot.what === 'size' ? term.size : context.siteOf(term.name, term.size));
    }
    case 'fault':
      return { kind: 'fault' };
  }
}

function scalarArg(term: Term, word: number, context: LowerContext): Arg {
  if (term.kind !== 'scalar' && term.kind !== 'random') return { kind: 'int', value: 0 };
  const dtype = term.kind === 'random' ? 'int32' : term.dtype;
  return { kind: 'scalar', index: context.scalarOf(term.node) + word, dtype };
}

/** Estimated nanoseconds of the whole job. */
function workOf(layout: LoopLayout): number {
  const points = layout.dims.reduce((product, dim) => product * dim.size, 1);
  let cost = 0;
  for (const term of layout.terms)
    cost += term.kind === 'op' && term.args.length === 1 ? HEAVY_COST : OP_COST;
  return points * (cost + OP_COST * layout.operands.length);
}

/** The launch of a loop job. */
export function lowerLoop(job: LoopJob, context: LowerContext): Launch[] {
  const layout = layoutLoops(job);
  const first = layout.dims[0];
  if (layout.dims.some((dim) => dim.size === 0 && !dim.reduced)) return [];
  const lanes = vectorLanes(layout, context.target);
  const key = layoutKey(layout, lanes);
  let kernel = kernels.get(key);
  if (kernel === undefined) {
    kernel = writeLoopKernel(layout, lanes, nameOf(job), key);
    kernels.set(key, kernel);
  }
  const isSplit = first !== undefined && !first.reduced;
  const alongVector = layout.vector === 0;
  const reads = layout.terms.flatMap((term) =>
    term.kind === 'load' || term.kind === 'gather' ? [context.bufferOf(term.source)] : [],
  );
  return [
    {
      kernel,
      args: argSlots(layout).map((slot) => bind(slot, layout, context)),
      range: isSplit ? first.size : 1,
      grain: isSplit && alongVector ? 64 : 1,
      work: workOf(layout),
      reads,
      writes: job.items.map((item) => context.bufferOf(item.target)),
    },
  ];
}
