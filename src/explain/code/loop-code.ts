/**
 * A loop job as JavaScript that can be read, and run: loops over flat arrays, with what the
 * compiler fused in one body. It says what is computed; how vectors and registers compute it is in
 * the kernel.
 */

import { stagesOf } from '../../compiler/lower/loops/loop-layout.js';
import type { LoopItem } from '../../compiler/schedule/job.js';
import { argsOf, type Term, termOrder } from '../../compiler/schedule/term.js';
import { at } from '../../list.js';
import { CodeLines } from './code-lines.js';
import { indexText, loopVariable } from './index-text.js';
import type { Nest } from './nest.js';
import { atom, type Code, writeOperator } from './operators.js';
import { type ProgramNames, UniqueNames } from './program-names.js';

/** Longer expressions are cut, and their parts get names. */
const longExpression = 64;

/** Remarks on the loops of a job. */
export interface LoopRemarks {
  /** How many lanes vectors have. */
  readonly lanes: number;
  /** What stands before a stage, if anything does. */
  readonly stage: (stage: number, count: number) => string;
}

/** Writes the code of one job. */
class LoopCode {
  readonly lines = new CodeLines();
  readonly #nest: Nest;
  readonly #names: ProgramNames;
  readonly #remarks: LoopRemarks;
  readonly #variables = new UniqueNames();
  readonly #code = new Map<Term, Code>();
  readonly #results = new Map<unknown, string>();
  readonly #places: ReadonlyMap<unknown, number>;
  readonly #stages: readonly LoopItem[][];
  #stage = 0;
  /** Scratch arrays by the terms that they keep. */
  readonly #scratch = new Map<Term, string>();

  constructor(nest: Nest, names: ProgramNames, remarks: LoopRemarks) {
    this.#nest = nest;
    this.#names = names;
    this.#remarks = remarks;
    this.#places = new Map(nest.operands.map(({ of }, k) => [of, k]));
    this.#stages = stagesOf(nest.items);
    for (const { of } of nest.operands) {
      if ('target' in of) this.#variables.take(names.arrayOf(of.target));
      else if ('source' in of) this.#variables.take(names.arrayOf(of.source));
    }
  }

  write(): void {
    this.#declareScratch();
    if (this.#nest.kept > 0) this.#declare(-1, this.#nest.items, -1);
    this.#keptLoop(0);
  }

  #keptLoop(d: number): void {
    if (d === this.#nest.kept) {
      this.#body();
      return;
    }
    this.#loop(d, () => {
      // What depends on sums comes with the stage that follows them.
      if (d < this.#nest.kept - 1) this.#declare(d, this.#nest.items, d);
      this.#keptLoop(d + 1);
    });
  }

  #loop(d: number, body: () => void): void {
    const i = this.#variable(d);
    const { size } = at(this.#nest.dims, d);
    if (size === 1) {
      body();
      return;
    }
    const { lanes } = this.#remarks;
    const remark =
      d === this.#nest.vector && size >= lanes && lanes > 1 ? `${lanes} at a time` : '';
    this.lines.block(`for (let ${i} = 0; ${i} < ${size}; ${i}++)`, remark, body);
  }

  #variable(d: number): string {
    return loopVariable(d);
  }

  #body(): void {
    for (const [stage, items] of this.#stages.entries()) {
      const remark = this.#remarks.stage(stage, this.#stages.length);
      if (remark !== '') this.lines.push(`// ${remark}`);
      this.#stage = stage;
      this.#writeStage(items);
    }
  }

  #writeStage(items: readonly LoopItem[]): void {
    const { kept } = this.#nest;
    this.#declare(kept - 1, items, kept - 1);
    const reductions = items.filter(({ kind }) => kind === 'reduce');
    for (const item of reductions) this.#start(item);
    const inner = this.#isInside(items) ? items : reductions;
    if (inner.length > 0) this.#reducedLoop(kept, inner);
    for (const item of reductions) if (item.isStored) this.#store(item, this.#result(item));
    for (const item of items) {
      if (!inner.includes(item)) this.#store(item, this.#of(item.term));
    }
  }

  /** Whether stores of a stage change along reduced dims, and so stand inside of their loops. */
  #isInside(items: readonly LoopItem[]): boolean {
    const { dims, kept } = this.#nest;
    return items.some((item) => {
      const k = this.#places.get(item);
      const own = k !== undefined && dims.some((dim, d) => d >= kept && dim.strides[k] !== 0);
      return item.kind === 'store' && (own || this.#level(item.term) >= kept);
    });
  }

  #reducedLoop(d: number, items: readonly LoopItem[]): void {
    if (d === this.#nest.dims.length) {
      for (const item of items) {
        const value = this.#of(item.term);
        if (item.kind === 'store') this.#store(item, value);
        else this.#add(item, value);
      }
      return;
    }
    this.#loop(d, () => {
      this.#declare(d, items, d);
      this.#reducedLoop(d + 1, items);
    });
    for (const [term] of this.#code) if (this.#level(term) === d) this.#code.delete(term);
  }

  #start(item: LoopItem): void {
    const name = this.#variables.numbered(item.op ?? 'total');
    this.#results.set(item.target, name);
    this.lines.push(`let ${name} = ${item.op === 'max' ? '-Infinity' : '0'};`);
  }

  #result(item: LoopItem): Code {
    return atom(this.#results.get(item.target) ?? 'total');
  }

  #add(item: LoopItem, { text }: Code): void {
    const total = this.#result(item).text;
    this.lines.push(
      item.op === 'max' ? `${total} = max(${total}, ${text});` : `${total} += ${text};`,
    );
  }

  #store(item: LoopItem, { text }: Code): void {
    if (!item.isStored) return;
    this.lines.push(
      `${this.#names.arrayOf(item.target)}[${this.#index(item, item.view.offset)}] = ${text};`,
    );
  }

  #level(term: Term): number {
    return this.#nest.levels.get(term) ?? -1;
  }

  /**
   * Names what is worth a name among the terms that change with loop `level`, and are used by
   * `items`.
   */
  #declare(level: number, items: readonly LoopItem[], loop: number): void {
    const terms = termOrder(items.map((item) => item.term));
    const uses = usesOf(terms, items);
    for (const term of terms) {
      if (this.#level(term) !== level || this.#code.has(term)) continue;
      const code = this.#write(term);
      if (this.#save(term, code)) continue;
      const users = uses.get(term) ?? [];
      const isShared = users.length > 1;
      const isHoisted = users.some((user) => user !== null && this.#level(user) > loop);
      const isLong = code.text.length > longExpression && users[0] !== null;
      const isWorth = isShared ? isComputed(term) : isLong || (isHoisted && isCostly(term, level));
      this.#code.set(term, isWorth ? this.#named(term, code) : code);
    }
  }

  /**
   * Keeps what a later stage needs in scratch memory; false where none does, or it is there
   * already.
   */
  #save(term: Term, code: Code): boolean {
    const array = this.#scratch.get(term);
    if (array === undefined || this.#nest.saved.get(term) !== this.#stage) return false;
    const name = this.#named(term, code);
    this.lines.push(`${array}[${this.#variable(this.#nest.vector)}] = ${name.text};`);
    this.#code.set(term, name);
    return true;
  }

  /** Declares scratch arrays for what later stages need again. */
  #declareScratch(): void {
    const { saved, dims, vector, kept } = this.#nest;
    if (vector < kept) return;
    for (const [term, stage] of saved) {
      const isLater = this.#stages.slice(stage + 1).some((items) => {
        return termOrder(items.map((item) => item.term)).includes(term);
      });
      if (!isLater) continue;
      const name = this.#variables.numbered('kept');
      this.#scratch.set(term, name);
      const { size } = at(dims, vector);
      this.lines.push(`const ${name} = new Float32Array(${size});`, 'scratch memory of the thread');
    }
  }

  #named(term: Term, { text }: Code): Code {
    const name =
      term.kind === 'load'
        ? this.#variables.take(`${this.#names.arrayOf(term.source)}_${this.#subscript(term)}`)
        : this.#variables.numbered(term.kind === 'op' ? term.op : term.kind);
    this.lines.push(`const ${name} = ${text};`);
    return atom(name);
  }

  #subscript(term: Term): string {
    const k = this.#places.get(term) ?? -1;
    const moving = this.#nest.dims.flatMap((dim, d) =>
      (dim.strides[k] ?? 0) === 0 ? [] : [this.#variable(d)],
    );
    return moving.length === 0 ? '0' : moving.join('');
  }

  #of(term: Term): Code {
    const known = this.#code.get(term);
    if (known !== undefined) return known;
    const code = this.#write(term);
    this.#code.set(term, code);
    return code;
  }

  #write(term: Term): Code {
    const kept = this.#scratch.get(term);
    if (kept !== undefined && (this.#nest.saved.get(term) ?? 0) < this.#stage) {
      return atom(`${kept}[${this.#variable(this.#nest.vector)}]`);
    }
    switch (term.kind) {
      case 'load':
        return atom(`${this.#names.arrayOf(term.source)}[${this.#index(term, term.view.offset)}]`);
      case 'constant':
        return atom(String(term.value));
      case 'scalar':
        return atom(this.#names.numberOf(term.node));
      case 'index': {
        const text = this.#index(term, term.view.offset);
        return { text, isAtom: /^\w+$/.test(text) };
      }
      case 'random': {
        const call = term.dtype === 'float64' ? 'random64' : 'random';
        const place = this.#index(term, term.view.offset);
        return atom(`${call}(${this.#names.numberOf(term.node)} + ${place})`);
      }
      case 'result':
        return atom(this.#results.get(term.source) ?? this.#names.arrayOf(term.source));
      case 'gather':
        return this.#gather(term);
      case 'ensure': {
        const [x, holds] = term.args.map((arg) => this.#of(arg).text);
        return atom(`ensure(${x}, ${holds})`);
      }
      case 'op':
        return writeOperator(
          term.op,
          argsOf(term).map((arg) => this.#of(arg)),
          term.dtype,
          term.args[0]?.dtype ?? term.dtype,
        );
    }
  }

  #gather(term: Extract<Term, { kind: 'gather' }>): Code {
    const pick = this.#of(term.pick);
    const base = this.#index(term, term.view.offset);
    const factor = pick.isAtom ? pick.text : `(${pick.text})`;
    const step = term.stride === 1 ? factor : `${factor} * ${term.stride}`;
    const index = base === '0' ? step : `${base} + ${step}`;
    return atom(`${this.#names.arrayOf(term.source)}[${index}]`);
  }

  /** Where something is at the present indices: `i * 100 + j`. */
  #index(of: Term | LoopItem, offset: number): string {
    const k = this.#places.get(of) ?? -1;
    return indexText(
      this.#nest.dims.map(({ size, strides }) => (size === 1 ? 0 : (strides[k] ?? 0))),
      offset,
    );
  }
}

/** Which terms use each term; null stands for an item. */
function usesOf(
  terms: readonly Term[],
  items: readonly LoopItem[],
): ReadonlyMap<Term, (Term | null)[]> {
  const uses = new Map<Term, (Term | null)[]>();
  const note = (term: Term, user: Term | null): void => {
    const users = uses.get(term);
    if (users === undefined) uses.set(term, [user]);
    else users.push(user);
  };
  for (const term of terms) for (const arg of argsOf(term)) note(arg, term);
  for (const item of items) note(item.term, null);
  return uses;
}

/** Whether a term is more than a name or a number. */
function isComputed({ kind }: Term): boolean {
  return kind !== 'constant' && kind !== 'scalar' && kind !== 'result' && kind !== 'index';
}

/** Whether computing a term outside of an inner loop saves something. */
function isCostly(term: Term, level: number): boolean {
  return term.kind === 'op' || term.kind === 'gather' || (term.kind === 'load' && level >= 0);
}

/** The code of loops. */
export function writeLoops(nest: Nest, names: ProgramNames, remarks: LoopRemarks): string {
  const code = new LoopCode(nest, names, remarks);
  code.write();
  return code.lines.toString();
}
