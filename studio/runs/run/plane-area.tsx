/** Points in the plane that the pointer, or the arrows, show one by one. */

import './plane.css';
import type { ComponentChildren, JSX } from 'preact';

/** The units of the drawing. */
export const planeSize = { width: 560, height: 420, edge: 14 } as const;

/** A place in the drawing. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Places in the units of the drawing, as far apart as fits; `y` goes up. */
export function placesIn(points: readonly Place[]): Place[] {
  const { width, height, edge } = planeSize;
  const scaled = (values: readonly number[], length: number): number[] => {
    const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    return values.map((value) => edge + ((value - low) / (high - low || 1)) * (length - 2 * edge));
  };
  const xs = scaled(
    points.map(({ x }) => x),
    width,
  );
  const ys = scaled(
    points.map(({ y }) => y),
    height,
  );
  return points.map((_, i) => ({ x: xs[i] ?? 0, y: height - (ys[i] ?? 0) }));
}

/** The point that is nearest to the pointer. */
function nearest(points: readonly Place[], event: PointerEvent, element: Element): number {
  const box = element.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * planeSize.width;
  const y = ((event.clientY - box.top) / box.height) * planeSize.height;
  const away = points.map((point) => Math.hypot(point.x - x, point.y - y));
  return away.indexOf(Math.min(...away));
}

const steps: Readonly<Partial<Record<string, number>>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** The drawing of points; what they look like stands inside, in the units of `planeSize`. */
export function PlaneArea(props: {
  points: readonly Place[];
  label: string;
  chosen: number;
  onChoose: (index: number) => void;
  children: ComponentChildren;
}): JSX.Element {
  const { points, label, chosen, onChoose, children } = props;
  const at = points[chosen];
  return (
    <div
      class="plane-drawing"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrows go from point to point
      tabIndex={0}
      role="application"
      aria-label={label}
      onPointerMove={(event) => onChoose(nearest(points, event, event.currentTarget))}
      onKeyDown={(event) => {
        const by = steps[event.key];
        if (by === undefined) return;
        event.preventDefault();
        onChoose((chosen + by + points.length) % points.length);
      }}
    >
      <svg viewBox={`0 0 ${planeSize.width} ${planeSize.height}`} aria-hidden="true">
        {children}
        {at !== undefined && <circle class="chosen" cx={at.x} cy={at.y} r="11" />}
      </svg>
    </div>
  );
}
