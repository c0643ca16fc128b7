/** What the stepper shows, as signals: the text, where it stands in it, which leaves were moved. */

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { examples } from './examples.js';
import { readTape } from './read-tape.js';
import { type Backward, backwardUntil, type Computed, compute } from './run-tape.js';
import type { Tape } from './tape.js';
import { SyntaxMistake } from './tokens.js';

/** What was typed. */
export const code: Signal<string> = signal(examples[1]?.code ?? '');
/** Steps that have been made: first forward, then backward. */
export const position: Signal<number> = signal(0);
/** Leaves that were moved, by node. */
export const moved: Signal<ReadonlyMap<number, number>> = signal(new Map());
/** The numbers of the leaves after each step of gradient descent, and the result. */
export const descents: Signal<readonly Descent[]> = signal([]);
export const learningRate: Signal<number> = signal(0.05);
/** Another order of the backward pass, to see what breaks; null is the right one. */
export const wrongOrder: Signal<readonly number[] | null> = signal(null);
/** The node under the pointer, or the one that was chosen. */
export const hovered: Signal<number | null> = signal(null);
/** Statements that were opened. */
export const opened: Signal<ReadonlySet<string>> = signal(new Set());

/** One step of gradient descent. */
export interface Descent {
  readonly leaves: ReadonlyMap<number, number>;
  readonly result: number;
}

interface Reading {
  readonly tape: Tape | null;
  readonly mistake: SyntaxMistake | null;
}

const reading = computed((): Reading => {
  try {
    return { tape: readTape(code.value), mistake: null };
  } catch (error) {
    if (error instanceof SyntaxMistake) return { tape: null, mistake: error };
    throw error;
  }
});

let lastTape = readTape(examples[0]?.code ?? '1');

/** What is wrong with the text, or null. */
export const mistake: ReadonlySignal<SyntaxMistake | null> = computed(() => reading.value.mistake);

/** The expression; while the text is wrong, the last one that was right. */
export const tape: ReadonlySignal<Tape> = computed(() => {
  lastTape = reading.value.tape ?? lastTape;
  return lastTape;
});

/** The expression with its numbers. */
export const numbers: ReadonlySignal<Computed> = computed(() => compute(tape.value, moved.value));

/** How many steps there are forward, and in all; the seed of the backward pass is one. */
export const forwardSteps: ReadonlySignal<number> = computed(() => numbers.value.forward.length);
export const allSteps: ReadonlySignal<number> = computed(
  () => forwardSteps.value + 1 + numbers.value.backward.length,
);

/** Nodes that have their number. */
export const known: ReadonlySignal<ReadonlySet<number>> = computed(() => {
  const { forward } = numbers.value;
  const done = new Set(forward.slice(0, position.value));
  for (const { id, op } of tape.value.nodes) if (op === 'leaf') done.add(id);
  return done;
});

/** Steps of the backward pass that were made; −1 before it begins. */
export const backwardSteps: ReadonlySignal<number> = computed(
  () => position.value - forwardSteps.value - 1,
);

/** The order that the backward pass goes in. */
export const order: ReadonlySignal<readonly number[]> = computed(
  () => wrongOrder.value ?? numbers.value.backward,
);

const nothing: Backward = { grads: new Map(), flows: [] };

/** Gradients as they are now, and what flowed in the last step. */
export const backward: ReadonlySignal<Backward> = computed(() =>
  backwardSteps.value < 0
    ? nothing
    : backwardUntil(numbers.value, order.value, backwardSteps.value),
);

/** The node that the last step was about; null at the start. */
export const current: ReadonlySignal<number | null> = computed(() => {
  const at = position.value;
  if (at === 0) return null;
  if (at <= forwardSteps.value) return numbers.value.forward[at - 1] ?? null;
  if (at === forwardSteps.value + 1) return tape.value.root;
  return order.value[backwardSteps.value - 1] ?? null;
});

/** Goes to a step. */
export function goTo(step: number): void {
  position.value = Math.max(0, Math.min(allSteps.value, step));
}

/** Begins another expression. */
export function begin(text: string): void {
  code.value = text;
  position.value = 0;
  moved.value = new Map();
  descents.value = [];
  wrongOrder.value = null;
  opened.value = new Set();
  hovered.value = null;
}

/** The number of a leaf as it is now. */
export function leafValue(id: number): number {
  const node = tape.value.nodes.find((one) => one.id === id);
  return moved.value.get(id) ?? node?.value ?? Number.NaN;
}

/** Moves a leaf. */
export function moveLeaf(id: number, value: number): void {
  moved.value = new Map(moved.value).set(id, value);
}

/** One step down the gradient, for all leaves with a name. */
export function descend(): void {
  const { values } = numbers.value;
  const result = values.get(tape.value.root)?.data ?? Number.NaN;
  const before = new Map(tape.value.inputs.map((id) => [id, leafValue(id)]));
  descents.value = [...descents.value, { leaves: before, result }];
  const rate = learningRate.value;
  moved.value = new Map(
    [...before].map(([id, value]) => [id, value - rate * (values.get(id)?.grad ?? 0)]),
  );
}

/** Takes the last step of the descent back. */
export function ascend(): void {
  const last = descents.value.at(-1);
  if (last === undefined) return;
  moved.value = last.leaves;
  descents.value = descents.value.slice(0, -1);
}
