/** What is said of a module wherever it stands. */

import { bytes, count, short } from '../../design/numbers.js';
import type { ModuleNode } from './module-tree.js';

/** `[64, 10] [64, 2]` */
export function shapesOf(shapes: readonly (readonly number[])[] = []): string {
  return shapes.map((shape) => `[${shape.join(', ')}]`).join(' ');
}

/** Parameters, time and memory; nothing where it is not known. */
export function factsOf({ parameters, time = 0, bytes: size = 0 }: ModuleNode): {
  readonly parameters: string;
  readonly time: string;
  readonly memory: string;
} {
  return {
    parameters: parameters === 0 ? '' : count(parameters),
    time: time === 0 ? '' : `${short(time, 3)} ms`,
    memory: size === 0 ? '' : bytes(size),
  };
}

/** A text of at most so many letters. */
export function fit(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, Math.floor(most) - 1))}…`;
}
