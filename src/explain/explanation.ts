/** `Explanation`, what `explain` returns: data about programs, and its text. */

import * as signatures from '../signatures/explain.js';
import type { ExplainedProgram } from './data/explained.js';
import { type ExplanationText, printExplanation } from './print/explanation.js';

/**
 * What `explain` found: data, and a text that says it.
 *
 * @example
 * const explanation = explain(linspace(0, 1, 4).exp());
 * console.log(explanation instanceof Explanation); // true
 * console.log(String(explanation).includes('exp')); // true
 */
export class Explanation {
  readonly programs: readonly ExplainedProgram[];
  /** What is to be known beside the programs, a sentence each. */
  readonly notes: readonly string[];

  constructor(programs: readonly ExplainedProgram[], notes: readonly string[]) {
    signatures.Explanation.check(arguments);
    this.programs = programs;
    this.notes = notes;
  }

  /** The explanation as text of up to 100 columns; `parts` leaves some of it out. */
  toString(parts: ExplanationText = {}): string {
    signatures.Explanation$toString.check(arguments);
    return printExplanation(this.programs, this.notes, parts);
  }

  static {
    // What Node's console prints.
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    Object.defineProperty(Explanation.prototype, inspect, {
      value(this: Explanation) {
        return this.toString();
      },
    });
  }
}
