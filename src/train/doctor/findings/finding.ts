/** Findings as data, and the list that takes each once and tells those who listen. */

import { oneOf, ValueError } from '../../../errors.js';
import * as signatures from '../../../signatures/train.js';
import { type Code, codeTable, type Severity } from './codes.js';

/** Where a mistake is, as far as it is known. */
export interface Place {
  /** The module's name in the model, `''` for the model itself. */
  readonly module?: string;
  /** The parameter's name in the model. */
  readonly parameter?: string;
  /** The primitive operation, and whether it was in the forward or in the backward pass. */
  readonly op?: string;
  readonly pass?: 'forward' | 'backward';
  /** The caller's line, `file:line:column`. */
  readonly line?: string;
}

/** One mistake that was found. It is plain data, to be written as JSON. */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  /** Number of the step at which it was found, 1 for the first; 0 before the training. */
  readonly step: number;
  /** What is wrong, with the numbers at hand. */
  readonly message: string;
  readonly where: Place;
  /** What to do about it. */
  readonly fix: string;
  /** Path of the paragraph on it in the package's documentation. */
  readonly docs: string;
}

/** Reports a mistake: `detail` holds the numbers. */
export type Report = (code: Code, detail: string, where?: Place) => void;

/**
 * A finding as a sentence for people.
 * @example
 * const [code] = Object.keys(codeTable);
 * console.log(typeof code); // string
 */
export function formatFinding(finding: Finding): string {
  signatures.formatFinding.check(arguments);
  const { code, severity, step, message, where, fix } = finding;
  const place = where.parameter ?? where.module ?? '';
  const at = place === '' ? '' : `, ${place}`;
  const line = where.line === undefined ? '' : `\n  at ${where.line}`;
  return `${severity} ${code} (step ${step}${at}): ${message}${line}\n  ${fix}`;
}

/** A finding of a code. */
export function makeFinding(code: Code, step: number, detail: string, where: Place = {}): Finding {
  const { severity, what, fix } = codeTable[code];
  return {
    code,
    severity,
    step,
    message: `${what}: ${detail}`,
    where,
    fix,
    docs: `docs/doctor.md#${code}`,
  };
}

/** @throws ValueError for a name that is no code. */
function checkCodes(codes: readonly string[]): void {
  const unknown = codes.find((code) => !Object.hasOwn(codeTable, code));
  if (unknown === undefined) return;
  throw new ValueError(
    `doctor: silence has no code '${unknown}'. It takes ${oneOf(Object.keys(codeTable))}`,
  );
}

/** The findings so far: each code once, none that is silenced. */
export class Findings {
  readonly #list: Finding[] = [];
  readonly #closed: Set<Code>;
  readonly #tell: (finding: Finding) => void;

  constructor(silenced: readonly Code[], tell: (finding: Finding) => void) {
    checkCodes(silenced);
    this.#closed = new Set(silenced);
    this.#tell = tell;
  }

  /** A copy of what has been found, the oldest first. */
  get list(): readonly Finding[] {
    return [...this.#list];
  }

  /** Whether a finding of this code would still be taken; else its rule need not look. */
  isOpen(code: Code): boolean {
    return !this.#closed.has(code);
  }

  /** Takes a finding, if its code is open. */
  add(code: Code, step: number, detail: string, where: Place = {}): void {
    if (!this.isOpen(code)) return;
    this.#closed.add(code);
    const finding = makeFinding(code, step, detail, where);
    this.#list.push(finding);
    this.#tell(finding);
  }
}
