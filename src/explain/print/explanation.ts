/** The text of an explanation. */

import { worthThreadsNanoseconds } from '../../backend/cpu/program.js';
import type { ExplainedProgram } from '../data/explained.js';
import { kernelLines } from './kernels.js';
import { memoryLines } from './memory.js';
import { nodeLines } from './nodes.js';
import { wrapped } from './table.js';
import { counted, timeText } from './units.js';

/** What the text has; all of it by default. */
export interface ExplanationText {
  readonly nodes?: boolean;
  readonly kernels?: boolean;
  readonly memory?: boolean;
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
  { nodes = true, kernels = true, memory = true }: ExplanationText,
): string[] {
  return [
    headOf(program, index),
    ...(nodes ? ['', ...nodeLines(program.nodes, width)] : []),
    ...(kernels
      ? program.kernels.flatMap((kernel) => ['', ...kernelLines(kernel, program.runs, width)])
      : []),
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
