/** Writes the inputs of a row as raw files, so that every contestant works on the same bits. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InputFile } from './protocol.js';
import type { InputSpec, Row } from './rows.js';

/** Mixes 32 bits. Source: https://nullprogram.com/blog/2018/07/31/ (lowbias32) */
export function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** A seed for a name. */
export function seedOf(name: string): number {
  let seed = 0;
  for (const character of name) seed = mix(seed + (character.codePointAt(0) ?? 0));
  return seed;
}

function fillOf({ fill }: InputSpec): (bits: number) => number {
  if (fill === 'signs') return (bits) => (bits & 1) * 2 - 1;
  if ('classes' in fill) return (bits) => bits % fill.classes;
  const { scale, shift = 0 } = fill;
  // Never the lower end, where a logarithm would be infinite.
  return (bits) => shift + ((bits + 0.5) / 2 ** 31 - 1) * scale;
}

/** The files of all inputs of `row` in `folder`, which are overwritten. */
export function writeInputs(folder: string, row: Row): Record<string, InputFile> {
  const files: Record<string, InputFile> = {};
  for (const [name, spec] of Object.entries(row.inputs)) {
    const count = spec.shape.reduce((product, size) => product * size, 1);
    const isClass = typeof spec.fill === 'object' && 'classes' in spec.fill;
    const values = isClass ? new Int32Array(count) : new Float32Array(count);
    const value = fillOf(spec);
    const seed = seedOf(name);
    for (let i = 0; i < count; i++) values[i] = value(mix(seed + i));
    const file = join(folder, `${name.replaceAll(/[^a-z0-9_.]/g, '-')}.bin`);
    writeFileSync(file, values);
    files[name] = { file, shape: spec.shape, dtype: isClass ? 'int32' : 'float32' };
  }
  return files;
}
