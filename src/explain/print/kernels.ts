/** The kernels of a program: what each reads, writes and computes. */

import type { ExplainedKernel } from '../data/explained.js';
import { wrapped } from './table.js';
import { counted, timeText } from './units.js';

function namesText(names: readonly string[]): string {
  if (names.length <= 8) return names.join(', ');
  return `${names.slice(0, 7).join(', ')} and ${names.length - 7} more`;
}

function timesText({ work, chunks, milliseconds }: ExplainedKernel, runs: number): string {
  const estimate = `about ${timeText(work)}`;
  const measured =
    milliseconds === null ? '' : `${timeText((milliseconds * 1e6) / Math.max(1, runs))} measured, `;
  const threads = chunks > 1 ? `in up to ${chunks} parts for threads` : 'on one thread';
  return `${measured}${estimate} ${threads}`;
}

function indented(code: string): string[] {
  return code.split('\n').map((line) => `    ${line}`);
}

/** How kernels are written. */
export interface KernelStyle {
  /** How often they ran. */
  readonly runs: number;
  /** Whether the kernels themselves are written below their code. */
  readonly vectors: boolean;
  readonly width: number;
}

/** One kernel, in lines of at most `width` letters where its code allows. */
export function kernelLines(
  kernel: ExplainedKernel,
  { runs, vectors, width }: KernelStyle,
): string[] {
  const { index, name, launches, stages, remarks } = kernel;
  const [first] = launches;
  const facts = [
    ...(launches.length > 1 ? [`a batch of ${launches.length} launches`] : []),
    ...(stages > 1 ? [counted(stages, 'stage')] : []),
    timesText(kernel, runs),
  ];
  const reads = namesText(launches.flatMap((launch) => launch.reads));
  const writes = namesText(launches.flatMap((launch) => launch.writes));
  const text = (line: string): string[] => wrapped(line, width - 2).map((one) => `  ${one}`);
  const isBatch = launches.length > 1;
  return [
    `kernel ${index}: ${name}${first?.sizes ? `, ${first.sizes}` : ''}`,
    ...text(facts.join(', ')),
    ...text(`reads ${reads === '' ? 'nothing' : reads}; writes ${writes}`),
    ...remarks.flatMap(text),
    ...(isBatch ? text('code of the first launch, the others differ in arrays and sizes:') : []),
    ...indented(first?.code ?? ''),
    ...(vectors ? ['  as vectors:', ...indented(first?.vectorCode ?? '')] : []),
  ];
}
