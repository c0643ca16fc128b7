/** The memory plan of a program, with the life of each temporary as a bar. */

import type { ExplainedProgram } from '../data/explained.js';
import { shortened, tableLines } from './table.js';
import { bytesText, counted } from './units.js';

const widestBar = 40;
/** Longer lists say no more. */
const mostRows = 24;

/** A cell for each kernel, or for several: filled while the temporary lives. */
function bar(first: number, last: number, kernels: number): string {
  const width = Math.min(widestBar, kernels);
  const cell = (kernel: number): number => Math.floor((kernel * width) / kernels);
  return Array.from({ length: width }, (_, i) =>
    i >= cell(first) && i <= cell(last) ? '█' : '·',
  ).join('');
}

/** The plan, in lines of at most `width` letters. */
export function memoryLines({ memory, kernels }: ExplainedProgram, width: number): string[] {
  const { temporaries, bytes, bytesWithoutReuse } = memory;
  if (temporaries.length === 0) return ['memory: no temporaries'];
  const listed = temporaries.slice(0, mostRows);
  const rows = [
    ['name', 'offset', 'size', 'kernels', 'life'],
    ...listed.map(({ name, offset, bytes: size, first, last }) => [
      shortened(name, 24),
      String(offset),
      bytesText(size),
      first === last ? String(first) : `${first} to ${last}`,
      bar(first, last, kernels.length),
    ]),
  ];
  const more = temporaries.length - listed.length;
  return [
    `memory: ${counted(temporaries.length, 'temporary')} in an arena of ${bytesText(bytes)}, ` +
      `${bytesText(bytesWithoutReuse)} without reuse`,
    ...tableLines(rows, width - 2).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
