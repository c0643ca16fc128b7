/** The pen that draws: by pointer, or by keys, and the strokes that it has left. */

import { useSignal } from '@preact/signals';
import type { Stroke } from './ink.js';

/** A point in the unit square. */
export type Point = readonly [x: number, y: number];

/** How far an arrow moves the pen. */
const stride = 1 / 16;

const arrows: Readonly<Partial<Record<string, Point>>> = {
  ArrowLeft: [-stride, 0],
  ArrowRight: [stride, 0],
  ArrowUp: [0, -stride],
  ArrowDown: [0, stride],
};

/** A pen. */
export interface Pen {
  readonly strokes: readonly Stroke[];
  /** Where the keys have it; null where the pointer draws. */
  readonly place: Point | null;
  /** Whether the keys have put it down. */
  readonly isDown: boolean;
  begin(point: Point): void;
  go(point: Point): void;
  press(event: KeyboardEvent): void;
  wipe(): void;
}

function inside(value: number): number {
  return Math.max(0, Math.min(1, value));
}

/** A pen; `onStrokes` hears of each change. */
export function usePen(onStrokes: (strokes: readonly Stroke[]) => void): Pen {
  const strokes = useSignal<readonly Stroke[]>([]);
  const place = useSignal<Point | null>(null);
  const isDown = useSignal(false);
  const change = (next: readonly Stroke[]): void => {
    strokes.value = next;
    onStrokes(next);
  };
  const begin = (point: Point): void => change([...strokes.value, [point]]);
  const go = (point: Point): void => {
    const last = strokes.value.at(-1) ?? [];
    change([...strokes.value.slice(0, -1), [...last, point]]);
  };
  return {
    strokes: strokes.value,
    place: place.value,
    isDown: isDown.value,
    begin: (point) => {
      place.value = null;
      isDown.value = false;
      begin(point);
    },
    go,
    press: (event) => {
      const by = arrows[event.key];
      const [x, y] = place.value ?? [0.5, 0.25];
      if (by === undefined && event.key !== ' ') return;
      event.preventDefault();
      place.value = by === undefined ? [x, y] : [inside(x + by[0]), inside(y + by[1])];
      if (by !== undefined && isDown.value) go(place.value);
      if (by !== undefined) return;
      isDown.value = !isDown.value;
      if (isDown.value) begin(place.value);
    },
    wipe: () => {
      place.value = null;
      isDown.value = false;
      change([]);
    },
  };
}
