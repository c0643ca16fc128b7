/**
 * The arguments of a loop kernel, in one order for the writer, which names them, and for the
 * launch, which gives their values: sizes and strides are arguments, so that one kernel serves all.
 */

import { assertNever, internal } from '../../../errors.js';
import { constant } from '../../../kernel/builder.js';
import type { ArgType, Expr } from '../../../kernel/ir.js';
import { at } from '../../../list.js';
import type { Term } from '../../schedule/term.js';
import { scalarOf } from '../launch.js';
import { type LoopLayout, unitOf } from './loop-layout.js';

/** One argument. */
export type ArgSlot =
  | { readonly kind: 'base'; readonly operand: number }
  | { readonly kind: 'size'; readonly dim: number }
  | { readonly kind: 'cut'; readonly dim: number }
  | { readonly kind: 'stride'; readonly dim: number; readonly operand: number }
  | { readonly kind: 'scalar'; readonly term: Term }
  | { readonly kind: 'random'; readonly term: Term; readonly word: 0 | 1 | 2 | 3 }
  | { readonly kind: 'pick'; readonly term: Term; readonly what: 'stride' | 'size' | 'site' }
  | { readonly kind: 'fault' };

/**
 * Strides along the vector that a kernel is written for: neighbours in memory, or every other
 * element.
 */
const knownStrides: readonly number[] = [1, 2];

/**
 * Whether the kernel is written for the stride of an operand along a dim, and so takes no argument
 * for it.
 */
export function isKnown(layout: LoopLayout, dim: number, operand: number): boolean {
  const stride = layout.dims[dim]?.strides[operand] ?? 0;
  return stride === 0 || (dim === layout.vector && knownStrides.includes(stride));
}

/** What a term takes beside the places of its operands. */
function slotsOfTerm(term: Term): readonly ArgSlot[] {
  switch (term.kind) {
    case 'scalar':
      return [{ kind: 'scalar', term }];
    case 'random':
      return ([0, 1, 2, 3] as const).map((word) => ({ kind: 'random', term, word }));
    case 'gather':
      return (['stride', 'size', 'site'] as const).map((what) => ({ kind: 'pick', term, what }));
    case 'ensure':
      return [{ kind: 'pick', term, what: 'site' }];
    case 'load':
    case 'constant':
    case 'index':
    case 'result':
    case 'op':
      return [];
    default:
      return assertNever(term);
  }
}

/** All arguments, in their order. */
export function argSlots(layout: LoopLayout): ArgSlot[] {
  const slots: ArgSlot[] = layout.operands.map((_, operand) => ({ kind: 'base', operand }));
  layout.dims.forEach((dim, d) => {
    slots.push({ kind: 'size', dim: d });
    if (dim.cut > 0) slots.push({ kind: 'cut', dim: d });
    dim.strides.forEach((_, operand) => {
      if (!isKnown(layout, d, operand)) slots.push({ kind: 'stride', dim: d, operand });
    });
  });
  slots.push(...layout.terms.flatMap(slotsOfTerm));
  const mayFail = ({ kind }: Term): boolean => kind === 'gather' || kind === 'ensure';
  if (layout.terms.some(mayFail)) slots.push({ kind: 'fault' });
  return slots;
}

function typeOfSlot(slot: ArgSlot): ArgType {
  return slot.kind === 'scalar' ? scalarOf[slot.term.dtype] : 'i32';
}

/** Tells an argument from all others of its layout. */
function slotName(slot: ArgSlot): string {
  switch (slot.kind) {
    case 'base':
      return `base${slot.operand}`;
    case 'size':
      return `size${slot.dim}`;
    case 'cut':
      return `cut${slot.dim}`;
    case 'stride':
      return `stride${slot.dim},${slot.operand}`;
    case 'scalar':
      return `scalar${slot.term.id}`;
    case 'random':
      return `random${slot.term.id},${slot.word}`;
    case 'pick':
      return `pick ${slot.what}${slot.term.id}`;
    case 'fault':
      return 'fault';
  }
}

/** The arguments as the kernel's writer sees them. */
export interface LoopArgs {
  readonly bases: readonly Expr[];
  readonly sizes: readonly Expr[];
  /** Steps of the pieces that a dim is cut into. */
  cut(dim: number): Expr;
  /** By dim and operand: the distance in bytes (in elements for an index), null for none. */
  readonly strides: readonly (readonly (Expr | null)[])[];
  scalar(term: Term): Expr;
  random(term: Term): readonly [Expr, Expr, Expr, Expr];
  pickStride(term: Term): Expr;
  pickSize(term: Term): Expr;
  site(term: Term): Expr;
  fault(): Expr;
}

/** Declares the arguments of a layout, each by its number in `argSlots`. */
export function nameArgs(
  layout: LoopLayout,
  declare: (index: number, type: ArgType) => Expr,
): LoopArgs {
  const byName = new Map<string, Expr>();
  argSlots(layout).forEach((slot, i) => {
    byName.set(slotName(slot), declare(i, typeOfSlot(slot)));
  });
  const find = (slot: ArgSlot): Expr => {
    const arg = byName.get(slotName(slot));
    if (arg === undefined) throw internal(`no argument ${slotName(slot)}`);
    return arg;
  };
  const strideOf = (dim: number, operand: number): Expr | null => {
    if (!isKnown(layout, dim, operand)) return find({ kind: 'stride', dim, operand });
    const stride = at(at(layout.dims, dim).strides, operand);
    return stride === 0 ? null : constant(stride * unitOf(at(layout.operands, operand)));
  };
  const word = (term: Term, which: 0 | 1 | 2 | 3): Expr =>
    find({ kind: 'random', term, word: which });
  return {
    bases: layout.operands.map((_, operand) => find({ kind: 'base', operand })),
    sizes: layout.dims.map((_, dim) => find({ kind: 'size', dim })),
    cut: (dim) => find({ kind: 'cut', dim }),
    strides: layout.dims.map((_, d) => layout.operands.map((_o, k) => strideOf(d, k))),
    scalar: (term) =>
      term.kind === 'constant'
        ? constant(term.value, scalarOf[term.dtype])
        : find({ kind: 'scalar', term }),
    random: (term) => [word(term, 0), word(term, 1), word(term, 2), word(term, 3)],
    pickStride: (term) => find({ kind: 'pick', term, what: 'stride' }),
    pickSize: (term) => find({ kind: 'pick', term, what: 'size' }),
    site: (term) => find({ kind: 'pick', term, what: 'site' }),
    fault: () => find({ kind: 'fault' }),
  };
}
