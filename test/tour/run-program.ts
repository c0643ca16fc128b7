/**
 * Runs a program of the tour and returns what it prints, once in each file of tests. Its pictures
 * are drawn, but not written, and the doctor looks on.
 */

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Picture } from 'chainrule/viz';
import { vi } from 'vitest';
import { findingsIn } from './watched-training.js';

const folder = fileURLToPath(new URL('../../examples/tour/', import.meta.url));

/** The programs in reading order. */
export const programs: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort();

/** Mistakes that a program makes on purpose. */
const onPurpose: Readonly<Record<string, readonly string[]>> = {
  '33-never-lose-a-model': ['grad-not-zeroed', 'dead-relu', 'input-ignored'],
};

const printed = new Map<string, Promise<string[]>>();

/** The lines that `examples/tour/<name>.ts` prints. It runs when it is first asked for. */
export function runProgram(name: string): Promise<string[]> {
  const known = printed.get(name);
  if (known !== undefined) return known;
  const lines = linesOf(name);
  printed.set(name, lines);
  return lines;
}

async function linesOf(name: string): Promise<string[]> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...values) => {
    lines.push(...values.join(' ').split('\n'));
  });
  const save = vi.spyOn(Picture.prototype, 'save').mockImplementation(async function draw(
    this: Picture,
    path,
  ) {
    if (!(await this.toSVG()).includes('<svg')) throw new Error(`${path} is no picture`);
    return path;
  });
  let findings: readonly string[] = [];
  try {
    findings = await findingsIn(() => import(/* @vite-ignore */ `${folder}${name}.ts`));
  } finally {
    log.mockRestore();
    save.mockRestore();
  }
  const known = onPurpose[name] ?? [];
  const others = findings.filter((code) => !known.includes(code));
  if (others.length > 0) throw new Error(`the doctor finds ${others.join(', ')} in ${name}`);
  return lines;
}

/** The number that follows `label` in one of the lines. */
export function numberAfter(lines: readonly string[], label: string): number {
  const line = lines.find((each) => each.includes(label)) ?? '';
  const text = line.slice(line.indexOf(label) + label.length);
  return Number.parseFloat(/-?\d+(\.\d+)?(e[+-]?\d+)?/i.exec(text)?.[0] ?? 'NaN');
}
