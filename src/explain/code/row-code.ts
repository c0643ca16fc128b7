/** The code of running sums, sorts and scatter-adds, which work on rows in memory. */

import type { RowsJob, ScatterJob } from '../../compiler/schedule/job.js';
import { contiguousStrides, type Shape } from '../../graph/shape.js';
import { CodeLines } from './code-lines.js';
import { indexText, loopVariable } from './index-text.js';
import type { ProgramNames } from './program-names.js';

/** Loops over all dims of `shape` that have more than one element, around `body`. */
function loopOver(lines: CodeLines, shape: Shape, body: () => void): void {
  const open = (d: number): void => {
    if (d === shape.length) {
      body();
      return;
    }
    const i = loopVariable(d);
    const size = shape[d] ?? 1;
    if (size === 1) open(d + 1);
    else lines.block(`for (let ${i} = 0; ${i} < ${size}; ${i}++)`, '', () => open(d + 1));
  };
  open(0);
}

/** Strides without those of dims of one element, which have no loop. */
function moving(strides: readonly number[], shape: Shape): number[] {
  return strides.map((stride, d) => (shape[d] === 1 ? 0 : stride));
}

/** What a running maximum reads and writes at index `j` of a row. */
interface Step {
  readonly j: string;
  readonly length: number;
  readonly read: string;
  readonly to: string;
}

/** The largest so far, or where that is: NaN is the largest, the last of equal ones counts. */
function writeRunningMaximum(
  lines: CodeLines,
  gives: 'values' | 'places',
  { j, length, read, to }: Step,
): void {
  lines.push('let largest = -Infinity;');
  if (gives === 'places') lines.push('let place = 0;');
  lines.block(`for (let ${j} = 0; ${j} < ${length}; ${j}++)`, '', () => {
    lines.block(`if (${read} >= largest || isNaN(${read}))`, 'the last of equal ones', () => {
      lines.push(`largest = ${read};`);
      if (gives === 'places') lines.push(`place = ${j};`);
    });
    lines.push(`${to} = ${gives === 'places' ? 'place' : 'largest'};`);
  });
}

/** The code of a running sum or maximum, or of a sort. */
export function writeRows({ node, x }: RowsJob, names: ProgramNames): string {
  const lines = new CodeLines();
  const { shape, strides, offset } = x.view;
  const last = shape.length - 1;
  const length = shape[last] ?? 1;
  const j = loopVariable(last);
  const out = names.arrayOf(node);
  const outStrides = moving(contiguousStrides(node.shape), node.shape);
  const read = `${names.arrayOf(x.source)}[${indexText(moving(strides, shape), offset)}]`;
  loopOver(lines, shape.slice(0, -1), () => {
    if (node.op === 'cumsum') {
      lines.push('let total = 0;', 'in float64');
      lines.block(`for (let ${j} = 0; ${j} < ${length}; ${j}++)`, '', () => {
        lines.push(`total += ${read};`);
        lines.push(`${out}[${indexText(outStrides, 0)}] = total;`);
      });
      return;
    }
    if (node.op === 'cummax') {
      const to = `${out}[${indexText(outStrides, 0)}]`;
      writeRunningMaximum(lines, node.attrs.gives, { j, length, read, to });
      return;
    }
    const start = indexText(outStrides.slice(0, -1), 0);
    const direction = node.attrs.descending ? 'descending' : 'ascending';
    lines.push('const row = [];');
    lines.block(`for (let ${j} = 0; ${j} < ${length}; ${j}++)`, '', () => {
      lines.push(`row.push(${read});`);
    });
    lines.push(`const order = argsort(row, '${direction}');`, 'stable, NaN is the largest');
    lines.push(`${out}.set(order.slice(0, ${node.shape[last] ?? 1}), ${start});`);
  });
  return lines.toString();
}

/** The code of a scatter-add. */
export function writeScatter({ node, index, source }: ScatterJob, names: ProgramNames): string {
  const lines = new CodeLines();
  const { dim } = node.attrs;
  const { shape } = source.view;
  const own = contiguousStrides(node.shape);
  const rest = indexText(
    moving(own, shape).map((stride, d) => (d === dim ? 0 : stride)),
    0,
  );
  const read = (view: ScatterJob['index']): string =>
    `${names.arrayOf(view.source)}[${indexText(moving(view.view.strides, shape), view.view.offset)}]`;
  loopOver(lines, shape, () => {
    const step = own[dim] ?? 1;
    const row = step === 1 ? 'row' : `row * ${step}`;
    lines.push(`const row = ${read(index)};`);
    lines.push(
      `${names.arrayOf(node)}[${rest === '0' ? row : `${row} + ${rest}`}] += ${read(source)};`,
    );
  });
  return lines.toString();
}
