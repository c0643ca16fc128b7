/**
 * The kernel of scatter-add: walks the source in order and adds each element where its index says.
 * Dims beside the indexed one are independent of each other, so one of them is the parallel range:
 * that whose elements lie side by side, as the innermost loop, or else the largest, as the
 * outermost. Along the indexed dim the order is fixed, so that the bits are, too. Where many
 * elements go to one place (`scatter-count.ts`), what rounding takes from each place is kept beside
 * it, and added in the end.
 */

import { bytesOf } from '../../../graph/dtype.js';
import { contiguousStrides } from '../../../graph/shape.js';
import { traits } from '../../../graph/traits.js';
import {
  add,
  binary,
  compare,
  constant,
  KernelBuilder,
  load,
  mul,
} from '../../../kernel/builder.js';
import { scalarBytes } from '../../../kernel/contract/form.js';
import { addExactly, withLost } from '../../../kernel/exact-total.js';
import type { Expr, Kernel, Scalar } from '../../../kernel/ir.js';
import type { ScatterJob } from '../../schedule/job.js';
import { kernels } from '../kernel-cache.js';
import type { Arg, Launch, LowerContext } from '../launch.js';
import { scalarOf } from '../launch.js';
import { countLaunch, plainTerms } from './scatter-count.js';

interface ScatterDim {
  readonly size: number;
  /** Strides in bytes of index, source and output (0 for the indexed dim). */
  readonly strides: readonly [pick: number, from: number, to: number];
  readonly indexed: boolean;
}

/** The loops, outermost first. */
interface ScatterLoops {
  readonly dims: readonly ScatterDim[];
  /** Place in `dims` of the one that is cut between threads; -1 for none. */
  readonly split: number;
  /** Whether the innermost loop adds neighbours to neighbours, all by one index. */
  readonly isRow: boolean;
}

function dimsOf({ node, index, source }: ScatterJob): ScatterDim[] {
  const bytes = bytesOf(node.dtype);
  const out = contiguousStrides(node.shape);
  const dims = source.view.shape.map((size, d): ScatterDim => {
    const indexed = d === node.attrs.dim;
    return {
      size,
      indexed,
      strides: [
        (index.view.strides[d] ?? 0) * 4,
        (source.view.strides[d] ?? 0) * bytes,
        indexed ? 0 : (out[d] ?? 0) * bytes,
      ],
    };
  });
  return dims.filter((dim) => dim.size !== 1);
}

function loopsOf(job: ScatterJob): ScatterLoops {
  const dims = dimsOf(job);
  const bytes = bytesOf(job.node.dtype);
  const free = dims.filter((dim) => !dim.indexed);
  const row = free.find(({ strides: [, from, to] }) => from === bytes && to === bytes);
  if (row !== undefined) {
    const others = dims.filter((dim) => dim !== row);
    return { dims: [...others, row], split: others.length, isRow: row.strides[0] === 0 };
  }
  const widest = free.toSorted((a, b) => b.size - a.size)[0];
  if (widest === undefined) return { dims, split: -1, isRow: false };
  return { dims: [widest, ...dims.filter((dim) => dim !== widest)], split: 0, isRow: false };
}

/**
 * What is done at each place: a plain sum; or one that begins, keeps, and in the end adds what it
 * loses.
 */
type Action = 'add' | 'begin' | 'addExactly' | 'end';

interface ScatterKernel {
  readonly key: string;
  /** Whether sums may be so long that they are to keep what they lose. */
  readonly isLong: boolean;
  readonly scalar: Scalar;
  /** Lanes of a vector; 1 where rows are added element by element. */
  readonly lanes: number;
  readonly rank: number;
  readonly split: number;
  readonly isRow: boolean;
}

/** Addresses of one element of the index, of the source, and of the start of the output. */
interface Cursor {
  readonly pick: Expr;
  readonly from: Expr;
  readonly to: Expr;
}

/** One loop of the kernel, as its arguments say. */
interface Loop {
  readonly size: Expr;
  readonly steps: Cursor;
}

const zero = constant(0);

class ScatterWriter {
  readonly #b = new KernelBuilder();
  readonly #kernel: ScatterKernel;
  readonly #base: Cursor = this.#place();
  readonly #stride: Expr = this.#b.arg('i32');
  readonly #size: Expr = this.#b.arg('i32');
  readonly #site: Expr = this.#b.arg('i32');
  readonly #fault: Expr = this.#b.arg('i32');
  /** Most elements of one place, and bytes from the output to what it has lost; for long sums. */
  readonly #most: Expr;
  readonly #lost: Expr;
  readonly #loops: readonly Loop[];

  constructor(kernel: ScatterKernel) {
    this.#kernel = kernel;
    const [most, lost] = kernel.isLong ? [this.#b.arg('i32'), this.#b.arg('i32')] : [zero, zero];
    this.#most = most;
    this.#lost = this.#b.let(binary('sub', lost, this.#base.to));
    this.#loops = Array.from({ length: kernel.rank }, () => {
      return { size: this.#b.arg('i32'), steps: this.#place() };
    });
  }

  write(): Kernel {
    const walk = (...actions: readonly Action[]): void => {
      for (const action of actions) this.#nest(0, this.#base, action);
    };
    if (!this.#kernel.isLong) walk('add');
    else {
      const isMany = compare('gt', load('i32', this.#most), constant(plainTerms));
      this.#b.if(
        isMany,
        () => walk('begin', 'addExactly', 'end'),
        () => walk('add'),
      );
    }
    return this.#b.build('scatterAdd', this.#kernel.key);
  }

  #place(): Cursor {
    return { pick: this.#b.arg('i32'), from: this.#b.arg('i32'), to: this.#b.arg('i32') };
  }

  #nest(d: number, place: Cursor, action: Action): void {
    const loop = this.#loops[d];
    const { rank, isRow, split } = this.#kernel;
    if (loop === undefined) {
      this.#whenInRange(place, (to) => this.#act(action, to, place.from, 1));
    } else if (isRow && d === rank - 1) {
      this.#whenInRange(place, (to) => this.#actOnRow(action, to, place.from));
    } else {
      const [from, to] = d === split ? this.#range() : [zero, loop.size];
      this.#b.loop(from, to, 1, (i) => {
        this.#nest(d + 1, this.#moved(place, loop.steps, i), action);
      });
    }
  }

  #range(): [lo: Expr, hi: Expr] {
    return [this.#b.range('lo'), this.#b.range('hi')];
  }

  #moved(place: Cursor, steps: Cursor, i: Expr): Cursor {
    const move = (start: Expr, step: Expr): Expr => this.#b.let(add(start, mul(i, step)));
    return {
      pick: move(place.pick, steps.pick),
      from: move(place.from, steps.from),
      to: move(place.to, steps.to),
    };
  }

  /** What the index picks, or a note in the fault record when there is no such place. */
  #whenInRange(place: Cursor, then: (to: Expr) => void): void {
    const b = this.#b;
    const pick = b.let(load('i32', place.pick));
    // Signed comparison with the top bit flipped is unsigned: a negative index is a large one.
    const flip = (x: Expr): Expr => binary('xor', x, constant(-0x80000000));
    const pickIt = (): void => then(b.let(add(place.to, mul(pick, this.#stride))));
    b.if(compare('lt', flip(pick), flip(this.#size)), pickIt, () => {
      b.store(this.#fault, this.#site);
      b.store(this.#fault, pick, 4);
    });
  }

  #act(action: Action, to: Expr, from: Expr, lanes: number): void {
    const b = this.#b;
    const { scalar } = this.#kernel;
    const [total, source] = [load(scalar, to, 0, lanes), load(scalar, from, 0, lanes)];
    if (action === 'add') {
      b.store(to, add(total, source));
      return;
    }
    const place = b.let(add(to, this.#lost));
    const before = load(scalar, place, 0, lanes);
    if (action === 'addExactly') {
      const [high, low] = addExactly(b, [total, before], source);
      b.store(to, high);
      b.store(place, low);
      return;
    }
    // A place that comes again adds nothing more.
    if (action === 'end') b.store(to, withLost(b, [total, before]));
    b.store(place, constant(0, scalar, lanes));
  }

  /** Neighbours, in whole vectors and then one by one. */
  #actOnRow(action: Action, to: Expr, from: Expr): void {
    const b = this.#b;
    const { lanes, scalar } = this.#kernel;
    const [lo, hi] = this.#range();
    const whole = binary('and', binary('sub', hi, lo), constant(-lanes));
    const end = b.let(add(lo, whole));
    const stretch = (start: Expr, stop: Expr, width: number): void =>
      b.loop(start, stop, width, (i) => {
        const at = b.let(mul(i, constant(scalarBytes(scalar))));
        this.#act(action, b.let(add(to, at)), add(from, at), width);
      });
    stretch(lo, end, lanes);
    if (lanes > 1) stretch(end, hi, 1);
  }
}

/** Nanoseconds of one element, alone and in a row. */
const elementCost = traits.scatterAdd.vector;
const rowCost = 0.3;
/**
 * Neighbours that threads share are cut into few parts, as each walks the whole index, of whole
 * cache lines.
 */
const rowParts = 8;
const lineBytes = 64;

function rowGrain(range: number, bytes: number): number {
  const line = lineBytes / bytes;
  return line * Math.ceil(range / line / rowParts);
}

/** The launch of a scatter-add into a buffer that holds zeros. */
export function lowerScatter(job: ScatterJob, context: LowerContext): Launch[] {
  const { node, index, source } = job;
  const { dims, split, isRow } = loopsOf(job);
  if (dims.some((dim) => dim.size === 0)) return [];
  const { dim, size, name } = node.attrs;
  const scalar = scalarOf[node.dtype];
  const bytes = bytesOf(node.dtype);
  const lanes = isRow && bytes === 4 ? context.target.lanes : 1;
  const rank = dims.length;
  const count = countLaunch(job, context);
  const isLong = count !== null;
  const key = `scatterAdd ${scalar} x${lanes} ${rank} ${split} ${isRow} ${isLong}`;
  const kernel = kernels.get(key, () =>
    new ScatterWriter({ key, isLong, scalar, lanes, rank, split, isRow }).write(),
  );
  const range = dims[split]?.size ?? 1;
  const int = (value: number): Arg => ({ kind: 'int', value });
  const [from, picks, out] = [
    context.bufferOf(source.source),
    context.bufferOf(index.source),
    context.bufferOf(node),
  ];
  const stride = (contiguousStrides(node.shape)[dim] ?? 1) * bytes;
  const lost = isLong ? [context.temp(out.bytes)] : [];
  const counts = isLong ? count.writes : [];
  return [
    ...(isLong ? [count] : []),
    {
      kernel,
      args: [
        { kind: 'buffer', buffer: picks, offset: index.view.offset * 4 },
        { kind: 'buffer', buffer: from, offset: source.view.offset * bytes },
        { kind: 'buffer', buffer: out, offset: 0 },
        int(stride),
        int(size),
        int(context.siteOf({ name, size })),
        { kind: 'fault' },
        ...[...counts, ...lost].map((buffer): Arg => ({ kind: 'buffer', buffer, offset: 0 })),
        ...dims.flatMap((loop) => [int(loop.size), ...loop.strides.map(int)]),
      ],
      range,
      grain: isRow ? rowGrain(range, bytes) : 1,
      work: dims.reduce((all, loop) => all * loop.size, isRow ? rowCost : elementCost),
      reads: [from, picks, out, ...counts],
      writes: [out, ...lost],
    },
  ];
}
