/** The text of an explanation. */

import { worthThreadsNanoseconds } from '../../backend/cpu/program.js';
import type { ExplainedProgram } from '../data/explained.js';
import { kernelLines } from './kernels.js';
import { memoryLines } from './memory.js';
import { nodeLines } from './nodes.js';
import { wrapped } from './table.js';
import { counted, timeText } from './units.js';

/** What the text has. */
export interface ExplanationText {
  /** The table of nodes, the kernels, the memory plan: true by default. */
  readonly nodes?: boolean;
  readonly kernels?: boolean;
  readonly memory?: boolean;
  /** Also the kernels themselves, with their vectors, which are long; false by default. */
  readonly vectors?: boolean;
}

const width = 100;

function headOf(program: ExplainedProgram, index: number): string {
  const { nodes, kernels, runs } = program;
  const times = runs > 1 ? `, ran ${runs} times` : '';
  const inputs = nodes.filter(({ placement }) => placement === 'input').length;
  const outputs = nodes.filter(({ placement }) => placement === 'output').length;
  return (
    `program ${index}: ${counted(inputs, 'input')}, ${counted(nodes.length, 'node')}, ` +
    `${counted(kernels.length, 'kernel')}, ${counted(outputs, 'output')}${times}`
  );
}

function threadsText({ kernels, sharedWork, usesThreads }: ExplainedProgram): string {
  const work = kernels.reduce((sum, kernel) => sum + kernel.work, 0);
  const all = `threads: about ${timeText(work)} of work`;
  if (usesThreads) {
    return `${all}, of which ${timeText(sharedWork)} may be shared where that pays`;
  }
  return `${all}, too little to share (from ${timeText(worthThreadsNanoseconds)} on)`;
}

function programLines(
  program: ExplainedProgram,
  index: number,
  { nodes = true, kernels = true, memory = true, vectors = false }: ExplanationText,
): string[] {
  const style = { runs: program.runs, vectors, width };
  return [
    headOf(program, index),
    ...(nodes ? ['', ...nodeLines(program.nodes, width)] : []),
    ...(kernels ? program.kernels.flatMap((kernel) => ['', ...kernelLines(kernel, style)]) : []),
    ...(memory ? ['', ...memoryLines(program, width)] : []),
    ...wrapped(threadsText(program), width),
  ];
}

/** Programs as text, with notes before them. */
export function printExplanation(
  programs: readonly ExplainedProgram[],
  notes: readonly string[],
  parts: ExplanationText,
): string {
  const sections = [
    ...notes.map((note) => wrapped(note, width)),
    ...programs.map((program, i) => programLines(program, i, parts)),
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}
