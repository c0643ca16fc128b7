/** What was typed, in either of the two languages that the stepper reads. */

import { readFormulas } from './formulas.js';
import type { Tape } from './tape.js';
import { readTypeScript } from './typescript.js';

const signsOfTypeScript =
  /^\s*(?:const|let|import|export)\s|\bnew\s+Value\b|\bmath`|\.(?:add|sub|mul|div|pow|named|backward)\(/m;

/** Reads formulas, or TypeScript where it looks like it. @throws SyntaxMistake */
export function readTape(text: string): Tape {
  return signsOfTypeScript.test(text) ? readTypeScript(text) : readFormulas(text);
}
