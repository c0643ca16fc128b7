/**
 * A program kernel by kernel, for a picture: a box for each, with the arrays that go from one to
 * another.
 */

import type { ExplainedKernel, ExplainedProgram } from '../../explain/index.js';
import { kernelTime } from './kernel-time.js';
import type { ProgramBox, ProgramDrawing, ProgramEdge } from './program-drawing.js';

/** Names in lines, those after the first few as a number. */
function listed(names: readonly string[], most: number): string[] {
  if (names.length <= most) return [...names];
  return [...names.slice(0, most - 1), `and ${names.length - most + 1} more`];
}

/** The operators of a kernel in lines of a readable length. */
function nameLines(name: string): string[] {
  const lines: string[] = [];
  for (const part of name.split(/(?<=\w\+)|(?<= )/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + part.length > 26) lines.push(part);
    else lines[lines.length - 1] = last + part;
  }
  return lines;
}

function kernelBox(kernel: ExplainedKernel, runs: number): ProgramBox {
  const { index, name, launches } = kernel;
  const times = launches.length > 1 ? ` × ${launches.length}` : '';
  const lines = [`kernel ${index}${times}`, ...nameLines(name), kernelTime(kernel, runs)];
  return { id: `k${index}`, kind: 'computed', lines, heads: 1, kernel: -1 };
}

/** Lists by key. */
class Lists<Key, Value> {
  readonly #lists = new Map<Key, Value[]>();

  add(key: Key, value: Value): void {
    const list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, [value]);
    else list.push(value);
  }

  get(key: Key): readonly Value[] {
    return this.#lists.get(key) ?? [];
  }

  get entries(): Iterable<readonly [Key, readonly Value[]]> {
    return this.#lists;
  }
}

/** Which kernels write and read each array. */
interface Traffic {
  readonly makers: Lists<string, number>;
  readonly readers: Lists<string, number>;
}

function trafficOf({ kernels }: ExplainedProgram): Traffic {
  const traffic: Traffic = { makers: new Lists(), readers: new Lists() };
  for (const { index, launches } of kernels) {
    const writes = new Set(launches.flatMap((launch) => launch.writes));
    const reads = new Set(launches.flatMap((launch) => launch.reads));
    for (const name of writes) traffic.makers.add(name, index);
    for (const name of reads) traffic.readers.add(name, index);
  }
  return traffic;
}

/** An arrow from the kernel that wrote an array last to each that reads it. */
function handedOver({ makers, readers }: Traffic): ProgramEdge[] {
  const carried = new Lists<string, string>();
  for (const [name, indices] of readers.entries) {
    for (const reader of indices) {
      const maker = makers.get(name).findLast((index) => index < reader);
      if (maker !== undefined) carried.add(`k${maker} k${reader}`, name);
    }
  }
  return Array.from(carried.entries, ([key, names]): ProgramEdge => {
    const [from = '', to = ''] = key.split(' ');
    return { from, to, throughMemory: true, label: listed(names, 3).join('\n') };
  });
}

/** What is given, one box for all that goes to the same kernels, and what each kernel leaves. */
function ends({ nodes }: ExplainedProgram, { makers, readers }: Traffic): ProgramDrawing {
  const given = new Lists<string, string>();
  const results = new Lists<number, string>();
  for (const { placement, array } of nodes) {
    const maker = makers.get(array).at(-1);
    const users = readers.get(array).join(' ');
    if (placement === 'input' && users !== '') given.add(users, array);
    if (placement === 'output' && maker !== undefined) results.add(maker, array);
  }
  const boxes: ProgramBox[] = [];
  const edges: ProgramEdge[] = [];
  for (const [users, names] of given.entries) {
    const id = `g${users.replaceAll(' ', '_')}`;
    const lines = listed(names, 6);
    boxes.push({ id, kind: 'given', lines, heads: lines.length, kernel: -1 });
    for (const user of users.split(' ')) {
      edges.push({ from: id, to: `k${user}`, throughMemory: true, label: '' });
    }
  }
  for (const [maker, names] of results.entries) {
    const lines = listed(names, 6);
    boxes.push({ id: `r${maker}`, kind: 'result', lines, heads: lines.length, kernel: -1 });
    edges.push({ from: `k${maker}`, to: `r${maker}`, throughMemory: true, label: '' });
  }
  return { boxes, edges, frames: [] };
}

/** A box for each kernel; arrays that one hands to another are written on the arrow. */
export function kernelDrawing(program: ExplainedProgram): ProgramDrawing {
  const traffic = trafficOf(program);
  const { boxes, edges } = ends(program, traffic);
  const kernels = program.kernels.map((kernel) => kernelBox(kernel, program.runs));
  return {
    boxes: [...kernels, ...boxes],
    edges: [...handedOver(traffic), ...edges],
    frames: [],
  };
}
