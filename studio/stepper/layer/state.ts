/** What the layer view shows, as signals: the given numbers, the step, the chosen cell. */

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import {
  at,
  beginning,
  changed,
  descended,
  type Given,
  type MatrixName,
  sizesOf,
  work,
} from './layer.js';
import { type Cell, type Numbers, type Origin, originOf } from './origins.js';

/** The matrices in the order in which they come to be: forward first, then backward. */
export const order: readonly MatrixName[] = ['z', 'p', 'loss', 'dz', 'dWeight', 'dBias', 'dx'];
/** How many of them are forward. */
export const forwardSteps = 3;

/** Whether the page shows the layer instead of an expression. */
export const isOpen: Signal<boolean> = signal(false);
/** Matrices of `order` that have been computed. */
export const position: Signal<number> = signal(0);
/** The cell that is explained; null is the first one of the last step. */
export const chosen: Signal<Cell | null> = signal<Cell | null>(null);
export const rate: Signal<number> = signal(0.5);
/** Given numbers before each step of the descent, and now at the end. */
const path: Signal<readonly Given[]> = signal([beginning]);

/** The given numbers and what is computed of them. */
export const numbers: ReadonlySignal<Numbers> = computed(() => {
  const given = path.value.at(-1) ?? beginning;
  return { given, worked: work(given) };
});

/** The loss after each step of the descent. */
export const losses: ReadonlySignal<readonly number[]> = computed(() =>
  path.value.map((given) => at(work(given).loss, 0, 0)),
);

/** `3, 2`, as `nn.Linear` takes its sizes. */
export const layerSizes: ReadonlySignal<string> = computed(() => {
  const { features, classes } = sizesOf(numbers.value.given);
  return `${features}, ${classes}`;
});

/** The cell that is explained. */
export const current: ReadonlySignal<Cell> = computed(() => {
  const last = order[position.value - 1] ?? 'x';
  return chosen.value ?? { name: last, row: 0, column: 0 };
});

/** How it came to be. */
export const origin: ReadonlySignal<Origin> = computed(() =>
  originOf(numbers.value, current.value),
);

/** Whether the numbers of a matrix are there at this step. */
export function isKnown(name: MatrixName): boolean {
  const place = order.indexOf(name);
  return place < 0 || place < position.value;
}

/** Goes to a step. */
export function goTo(step: number): void {
  position.value = Math.max(0, Math.min(order.length, Math.round(step)));
  chosen.value = null;
}

/** Changes a given number. */
export function change(name: keyof Given, row: number, column: number, value: number): void {
  path.value = [...path.value.slice(0, -1), changed(numbers.value.given, name, row, column, value)];
}

/** A step down the gradient of weight and bias. */
export function descend(): void {
  path.value = [...path.value, descended(numbers.value.given, rate.value)];
}

/** Takes the last step down back. */
export function ascend(): void {
  if (path.value.length > 1) path.value = path.value.slice(0, -1);
}
