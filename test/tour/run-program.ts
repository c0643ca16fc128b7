/**
 * Runs a program of the tour and returns what it prints, once in each file of tests. Its pictures
 * are drawn, but not written.
 */

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Picture } from 'chainrule/viz';
import { vi } from 'vitest';

const folder = fileURLToPath(new URL('../../examples/tour/', import.meta.url));

/** The programs in reading order. */
export const programs: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort();

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
  try {
    await import(/* @vite-ignore */ `${folder}${name}.ts`);
  } finally {
    log.mockRestore();
    save.mockRestore();
  }
  return lines;
}

/** The number that follows `label` in one of the lines. */
export function numberAfter(lines: readonly string[], label: string): number {
  const line = lines.find((each) => each.includes(label)) ?? '';
  const text = line.slice(line.indexOf(label) + label.length);
  return Number.parseFloat(/-?\d+(\.\d+)?(e[+-]?\d+)?/i.exec(text)?.[0] ?? 'NaN');
}
