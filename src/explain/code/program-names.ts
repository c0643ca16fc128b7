/** What code calls the arrays and numbers of a program. */

import type { Node } from '../../graph/node.js';

/** The names of one program. */
export interface ProgramNames {
  /** The array that holds the value of a node. */
  arrayOf(node: Node): string;
  /** A number of the program, as it is now, or its name. */
  numberOf(node: Node): string;
}

/** A name for a variable: `0.weight` becomes `weight0`, other signs become `_`. */
export function identifierOf(label: string): string {
  const moved = label.replace(/^(\d+)\.([A-Za-z_]+)(.*)$/, '$2$1$3');
  const plain = moved.replace(/[^A-Za-z0-9_$]+/g, '_').replace(/^_+|_+$/g, '');
  return plain === '' || /^[A-Za-z_$]/.test(plain) ? plain : `value${plain}`;
}

/** Gives each name once: `sum`, and with a number from the first one on for names of operators. */
export class UniqueNames {
  readonly #taken = new Set<string>();

  /** `wanted` if that is free, else with a number behind it. */
  take(wanted: string): string {
    let name = wanted;
    for (let i = 1; this.#taken.has(name); i++) name = `${wanted}_${i}`;
    this.#taken.add(name);
    return name;
  }

  /** `base` with the first free number behind it. */
  numbered(base: string): string {
    let i = 0;
    while (this.#taken.has(`${base}${i}`)) i++;
    this.#taken.add(`${base}${i}`);
    return `${base}${i}`;
  }
}
