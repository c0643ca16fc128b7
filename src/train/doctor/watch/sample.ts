/**
 * What the rules see of a step that is looked at closely, and how they ask for numbers: all
 * questions of a step are answered by one program.
 */

import { noGrad } from '../../../autodiff/index.js';
import type { Module, Parameter } from '../../../nn/index.js';
import type { OptimizerLike } from '../../../optim/index.js';
import { realize, type Tensor } from '../../../tensor/index.js';
import type { Code } from '../findings/codes.js';
import type { Report } from '../findings/finding.js';
import type { ModuleCall, Node } from './forward-watch.js';

/** A parameter with its name in the model. */
export type NamedParameter = readonly [name: string, parameter: Parameter];

/** One step, looked at closely. */
export interface Sample {
  /** Number of the step, 1 for the first. */
  readonly step: number;
  readonly model: Module;
  readonly optimizers: readonly OptimizerLike[];
  readonly parameters: readonly NamedParameter[];
  /** The versions of the parameters when the pass began; null where that is not known. */
  readonly before: ReadonlyMap<Parameter, Node> | null;
  readonly loss: number;
  /** The graph of the loss; null where it is detached, as what a compiled function returns is. */
  readonly graph: Node | null;
  /** Nodes below the loss, inputs before consumers. */
  readonly nodes: readonly Node[];
  readonly calls: readonly ModuleCall[];
  /** The innermost call that made each node. */
  readonly makers: ReadonlyMap<Node, ModuleCall>;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor | null;
  readonly target: Tensor | null;
  /** The classes that an int32 target holds; null where it is no list of classes of the output. */
  readonly classes: Classes | null;
}

/** Class targets `[N]` of an output `[N, C]`. */
export interface Classes {
  readonly labels: Int32Array;
  readonly count: number;
}

/** What a rule wants to know, and what it makes of the answers. */
export interface Question {
  /** Tensors of a few elements. */
  readonly ask: readonly Tensor[];
  /** Gets the values in the order of `ask`. */
  readonly judge: (answers: readonly ArrayLike<number>[]) => void;
}

/** Looks at a step; may remember what it saw in earlier ones. */
export type Look = (sample: Sample, report: Report) => Question | null;

/** A look, and the codes that it can report: it is left out when none of them is open. */
export interface Rule {
  readonly codes: readonly Code[];
  /** Whether it looks at mistakes that are there from the start, and stops after `EARLY` steps. */
  readonly isEarly?: boolean;
  readonly look: Look;
}

/** The steps in which what is there from the start is looked for. */
export const EARLY = 50;

/** Puts the questions of all rules to one program, and tells them the answers. */
export function askAll(rules: readonly Rule[], sample: Sample, report: Report): void {
  const questions = noGrad(() => rules.map(({ look }) => look(sample, report)));
  const asked = questions.filter((question) => question !== null);
  realize(asked.flatMap(({ ask }) => ask));
  for (const { ask, judge } of asked) judge(ask.map((tensor) => tensor.toTypedArray()));
}

/** How many times in a row something was seen, by name. */
export class Streaks {
  readonly #counts = new Map<string, number>();

  /** Counts on, or starts anew when it was not seen; returns the length of the row. */
  note(name: string, wasSeen: boolean): number {
    const count = wasSeen ? (this.#counts.get(name) ?? 0) + 1 : 0;
    this.#counts.set(name, count);
    return count;
  }
}
