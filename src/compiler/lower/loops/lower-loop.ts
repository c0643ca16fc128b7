/**
 * Turns a loop job into a launch: lays out its loops, finds or writes its kernel, binds
 * arguments.
 */

import { assertNever, internal } from '../../../errors.js';
import { bytesOf } from '../../../graph/dtype.js';
import type { Kernel } from '../../../kernel/ir.js';
import { at } from '../../../list.js';
import type { LoopItem, LoopJob } from '../../schedule/job.js';
import { isRead, type Term } from '../../schedule/term.js';
import { kernels, Memo, mostPlans } from '../kernel-cache.js';
import type { Arg, Buffer, Launch, LowerContext } from '../launch.js';
import { type ArgSlot, argSlots, isKnown } from './loop-args.js';
import { type FissionPlan, planFission } from './loop-fission.js';
import { type LoopForm, vectorLanes, writeLoopKernel } from './loop-kernel.js';
import { type LoopLayout, layoutLoops, type Operand, unitOf } from './loop-layout.js';
import { bandOf, tiled, transposedOperands } from './transposed-tiles.js';
import { workOf } from './work.js';

function termKey(term: Term, numbers: ReadonlyMap<Term, number>, layout: LoopLayout): string {
  switch (term.kind) {
    case 'op':
      return `${term.op}.${term.dtype}(${term.args.map((arg) => numbers.get(arg)).join()})`;
    case 'gather':
      return `gather.${term.dtype}(${numbers.get(term.pick)})`;
    case 'ensure':
      return `ensure.${term.dtype}(${term.args.map((arg) => numbers.get(arg)).join()})`;
    case 'result':
      return `result.${term.dtype}(${layout.items.findIndex((item) => item.target === term.source)})`;
    case 'constant':
      return `${term.value}.${term.dtype}`;
    case 'load':
    case 'scalar':
    case 'index':
    case 'random':
      return `${term.kind}.${term.dtype}`;
    default:
      return assertNever(term);
  }
}

/** What the kernel's code depends on, beside how it is cut into sub-loops. */
export function layoutKey(layout: LoopLayout, lanes: number): string {
  const numbers = new Map(layout.terms.map((term, i) => [term, i]));
  const terms = layout.terms.map((term) => termKey(term, numbers, layout)).join(';');
  const items = layout.items.map(
    ({ kind, op, term, stage, isStored }) =>
      `${stage}${kind}${op ?? ''}(${numbers.get(term)})${isStored ? '' : '-'}`,
  );
  const dims = layout.dims.map((dim, d) => {
    const strides = dim.strides.map((stride, k) => {
      return isKnown(layout, d, k) ? String(stride) : 's';
    });
    return `${dim.reduced ? 'r' : 'k'}${dim.cut > 0 ? 'c' : ''}${strides.join('')}`;
  });
  return `loop ${layout.mode} x${lanes} v${layout.vector} [${dims.join(' ')}] ${terms} -> ${items.join()}`;
}

/** What of a cut into sub-loops is in the code. */
export function cutKey({ subLoops, slots }: FissionPlan): string {
  return `p${subLoops.map(({ isLight }) => (isLight ? 'l' : 'h')).join('')}/${slots.size}`;
}

/** What how a layout is cut depends on, beside what is in the code. */
function sizesKey({ dims }: LoopLayout): string {
  return dims.map(({ size, strides }) => `${size}:${strides.join()}`).join(' ');
}

/** What a profile calls the kernel: its operators in order. */
export function nameOf({ terms, items }: Pick<LoopLayout, 'terms' | 'items'>): string {
  const ops = terms.flatMap((term) => {
    if (term.kind === 'op') return [term.op];
    return term.kind === 'gather' || term.kind === 'random' ? [term.kind] : [];
  });
  const list = [...ops, ...items.flatMap((item) => item.op ?? [])];
  if (list.length === 0) return items[0]?.term.kind === 'constant' ? 'fill' : 'copy';
  return list.length > 8 ? `${list.slice(0, 8).join('+')}+${list.length - 8} more` : list.join('+');
}

function int(value: number): Arg {
  return { kind: 'int', value };
}

/** The start of an operand: its memory, or the flat index that it counts from. */
function baseArg(operand: Operand, context: LowerContext): Arg {
  const { of, view } = operand;
  const offset = view.offset * unitOf(operand);
  if ('target' in of) return { kind: 'buffer', buffer: context.bufferOf(of.target), offset };
  if (of.kind !== 'load' && of.kind !== 'gather') return int(view.offset);
  return { kind: 'buffer', buffer: context.bufferOf(of.source), offset };
}

function pickArg(term: Term, what: 'stride' | 'size' | 'site', context: LowerContext): Arg {
  // A site below zero says that the record holds floats.
  if (term.kind === 'ensure') return int(-context.siteOf(term.blame));
  if (term.kind !== 'gather') throw internal(`a ${term.kind} picks nothing`);
  if (what === 'stride') return int(term.stride * bytesOf(term.dtype));
  return int(what === 'size' ? term.size : context.siteOf({ name: term.name, size: term.size }));
}

/** The value of an argument of a layout's kernel. */
export function bind(slot: ArgSlot, layout: LoopLayout, context: LowerContext): Arg {
  switch (slot.kind) {
    case 'base':
      return baseArg(at(layout.operands, slot.operand), context);
    case 'size':
      return int(at(layout.dims, slot.dim).size);
    case 'cut':
      return int(at(layout.dims, slot.dim).cut);
    case 'stride': {
      const stride = at(at(layout.dims, slot.dim).strides, slot.operand);
      return int(stride * unitOf(at(layout.operands, slot.operand)));
    }
    case 'scalar':
      return scalarArg(slot.term, 0, context);
    case 'random':
      return scalarArg(slot.term, slot.word, context);
    case 'pick':
      return pickArg(slot.term, slot.what, context);
    case 'fault':
      return { kind: 'fault' };
  }
}

function scalarArg(term: Term, word: number, context: LowerContext): Arg {
  if (term.kind !== 'scalar' && term.kind !== 'random') throw internal(`${term.kind} is no number`);
  const dtype = term.kind === 'random' ? 'int32' : term.dtype;
  return { kind: 'scalar', index: context.scalarOf(term.node) + word, dtype };
}

/** One for each operator of each element, and for each addition of a sum. */
export function flopsOf(layout: LoopLayout): number {
  const points = layout.dims.reduce((product, dim) => product * dim.size, 1);
  const ops = layout.terms.filter((term) => term.kind === 'op').length;
  return points * (ops + layout.items.filter((item) => item.kind === 'reduce').length);
}

/**
 * The kernel of a loop launch, and the indices of the outermost loop that one thread takes at
 * least.
 */
interface LoopCode {
  readonly kernel: Kernel;
  readonly grain: number;
}

/** The code of loops by what it depends on, their sizes included. */
const loopCodes = new Memo<LoopCode>(mostPlans);

/** The code for a layout; layouts that differ in their buffers alone are cut only once. */
function codeFor(layout: LoopLayout, lanes: number): LoopCode {
  const structure = layoutKey(layout, lanes);
  return loopCodes.get(`${structure} ${sizesKey(layout)}`, () => {
    const plan = planFission(layout, lanes);
    const form = { layout, lanes, plan, transposed: transposedOperands(layout, lanes, plan) };
    const transposed = form.transposed.map(({ operand }) => operand).join();
    const key = `${structure} ${cutKey(plan)} ${transposed}`;
    const kernel = kernels.get(key, () => writeLoopKernel(form, nameOf(layout), key));
    return { kernel, grain: grainOf(form) };
  });
}

/** Indices of the outermost loop that one thread takes at least. */
function grainOf({ layout, lanes, transposed }: LoopForm): number {
  if (layout.vector === 0) return 64;
  return layout.vector === 1 && transposed.length > 0 ? bandOf(lanes) : 1;
}

/** The launch of a loop job. */
export function lowerLoop(job: LoopJob, context: LowerContext): Launch[] {
  const plain = layoutLoops(job, context.target.lanes);
  const lanes = vectorLanes(plain, context.target);
  const layout = tiled(plain, lanes);
  const first = layout.dims[0];
  if (layout.dims.some((dim) => dim.size === 0 && !dim.reduced)) return [];
  const { kernel, grain } = codeFor(layout, lanes);
  const isSplit = first !== undefined && !first.reduced;
  return [
    {
      kernel,
      args: argSlots(layout).map((slot) => bind(slot, layout, context)),
      range: isSplit ? first.size : 1,
      grain: isSplit ? grain : 1,
      work: workOf(layout, lanes, context.target),
      flops: flopsOf(layout),
      sizes: layout.dims.map((dim) => `${dim.reduced ? '+' : ''}${dim.size}`).join('x'),
      ...buffersOf(layout, context),
    },
  ];
}

/** What the kernel of a layout reads and writes. */
export function buffersOf(
  { terms, items }: Pick<LoopLayout, 'terms' | 'items'>,
  context: LowerContext,
): Pick<Launch, 'reads' | 'writes' | 'parts'> {
  const reads = terms.filter(isRead).map((term) => context.bufferOf(term.source));
  const targets = (stored: readonly LoopItem[]): Buffer[] =>
    stored.map((item) => context.bufferOf(item.target));
  const stored = items.filter((item) => item.isStored);
  const parts = stored.filter((item) => item.extent === 'part');
  return { reads, writes: targets(stored), parts: targets(parts) };
}
