/** Points painted into the output: by the mouse, with Shift or its other button, by touch. */

import { useEffect, useRef } from 'preact/hooks';
import { most, type Point } from '../model/config.js';
import { reach } from '../model/points.js';
import * as state from '../worker/state.js';

/** Milliseconds after which a finger that rests removes a point instead of adding one. */
const longPress = 450;

type Place = readonly [x: number, y: number];
type PlaceEvent = PointerEvent & { readonly currentTarget: HTMLElement };

/** Where in the plane the pointer is. */
function placeOf(event: PlaceEvent): Place {
  const box = event.currentTarget.getBoundingClientRect();
  return [
    reach * (2 * ((event.clientX - box.left) / box.width) - 1),
    -reach * (2 * ((event.clientY - box.top) / box.height) - 1),
  ];
}

/** Painted points, or those of a shape that become painted ones by the first change. */
function pointsNow(): readonly Point[] {
  const { config, points } = state;
  if (config.value.data === 'painted') return config.value.points;
  return [...points.value.train, ...points.value.test];
}

function add([x, y]: Place): void {
  const all = pointsNow();
  if (all.length >= most.points) return;
  const { config, brush } = state;
  const round = (value: number): number => Math.round(1000 * value) / 1000;
  const rest = config.value.columns.slice(2).map(() => 0);
  const point: Point = [round(x), round(y), brush.value, ...rest];
  state.change({ data: 'painted', points: [...all, point] });
}

function removeNearest([x, y]: Place): void {
  const all = pointsNow();
  const far = all.map(([a, b]) => (a - x) ** 2 + (b - y) ** 2);
  const nearest = far.indexOf(Math.min(...far));
  state.change({ data: 'painted', points: all.filter((_, i) => i !== nearest) });
}

/** What an element that is painted on does with a pointer. */
export interface Painting {
  readonly onPointerDown: (event: PlaceEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
}

/** Handlers that paint. */
export function usePainting(): Painting {
  const press = useRef<{ readonly timer: number; readonly place: Place } | null>(null);
  const forget = (): void => {
    if (press.current !== null) clearTimeout(press.current.timer);
    press.current = null;
  };
  useEffect(() => forget, []);
  return {
    onPointerDown: (event) => {
      const place = placeOf(event);
      if (event.pointerType === 'touch') {
        const timer = window.setTimeout(() => {
          press.current = null;
          removeNearest(place);
        }, longPress);
        press.current = { timer, place };
      } else if (event.button === 2 || event.shiftKey) removeNearest(place);
      else add(place);
    },
    onPointerUp: () => {
      const pressed = press.current;
      forget();
      if (pressed !== null) add(pressed.place);
    },
    onPointerCancel: forget,
  };
}
