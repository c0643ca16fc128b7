/** Held-out samples in the plane, by what the last layer is given; the pointer shows each. */

import './plane.css';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { PictureView } from '../../design/picture-view.js';
import { seriesToken } from '../../design/theme.js';
import { fetchPlane } from '../store/api.js';
import { at } from './at.js';
import { pictureIn } from './mistakes.js';

const size = { width: 560, height: 420, edge: 14 } as const;

interface Point {
  readonly x: number;
  readonly y: number;
  readonly row: string;
  readonly actual: string;
  readonly predicted: string;
  readonly picture: ReturnType<typeof pictureIn>;
}

/** The points, in the units of the drawing. */
function pointsIn(value: unknown): Point[] {
  const list = at(value, 'points');
  if (!Array.isArray(list)) return [];
  const [xs, ys] = [
    list.map((one) => Number(at(one, 'x'))),
    list.map((one) => Number(at(one, 'y'))),
  ];
  const scaled = (values: readonly number[], i: number, length: number): number => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const share = ((values[i] ?? 0) - low) / (high - low || 1);
    return size.edge + share * (length - 2 * size.edge);
  };
  return list.map((one: unknown, i) => ({
    x: scaled(xs, i, size.width),
    y: size.height - scaled(ys, i, size.height),
    row: String(at(one, 'row')),
    actual: String(at(one, 'actual')),
    predicted: String(at(one, 'predicted')),
    picture: pictureIn(at(one, 'picture')),
  }));
}

/** The point that is nearest to the pointer. */
function nearest(points: readonly Point[], event: PointerEvent, element: Element): number {
  const box = element.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * size.width;
  const y = ((event.clientY - box.top) / box.height) * size.height;
  const away = points.map((point) => Math.hypot(point.x - x, point.y - y));
  return away.indexOf(Math.min(...away));
}

function Shown({ point }: { point: Point }): JSX.Element {
  const { actual, predicted, row, picture } = point;
  return (
    <div class="plane-point" aria-live="polite">
      {picture !== null && <PictureView picture={picture} label={`sample ${row}`} />}
      <p>
        {actual}
        {predicted !== actual && (
          <>
            {' '}
            <span class="quiet-text">taken for</span> {predicted}
          </>
        )}
      </p>
      <p class="quiet-text small number">sample {row}</p>
    </div>
  );
}

function Drawing({ points }: { points: readonly Point[] }): JSX.Element {
  const chosen = useSignal(0);
  const labels = [...new Set(points.map(({ actual }) => actual))].sort();
  const point = points[chosen.value];
  const isShort = labels.every((label) => label.length <= 2);
  return (
    <div class="plane">
      <div
        class="plane-drawing"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrows go from point to point
        tabIndex={0}
        role="application"
        aria-label={`${points.length} samples in the plane; the arrows go from one to the next`}
        onPointerMove={(event) => {
          chosen.value = nearest(points, event, event.currentTarget);
        }}
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          chosen.value = (chosen.value + by + points.length) % points.length;
        }}
      >
        <svg viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
          {points.map(({ x, y, actual, predicted, row }) => {
            const fill = `var(${seriesToken(labels.indexOf(actual))})`;
            return (
              <g
                key={row}
                style={{ fill, stroke: fill }}
                class={actual === predicted ? '' : 'wrong-point'}
              >
                {isShort ? (
                  <text x={x} y={y + 4} text-anchor="middle">
                    {actual}
                  </text>
                ) : (
                  <circle cx={x} cy={y} r="3.5" />
                )}
                {actual !== predicted && <circle class="ring" cx={x} cy={y} r="9" />}
              </g>
            );
          })}
          {point !== undefined && <circle class="chosen" cx={point.x} cy={point.y} r="11" />}
        </svg>
      </div>
      <div>
        {point !== undefined && <Shown point={point} />}
        {!isShort && (
          <ul class="legend small">
            {labels.map((label, i) => (
              <li key={label}>
                <i style={{ background: `var(${seriesToken(i)})` }} /> {label}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** The section; nothing for a run that has no points. */
export function Plane({ name }: { name: string }): JSX.Element | null {
  const plane = useSignal<unknown>(null);
  useEffect(() => {
    fetchPlane(name).then(
      (found) => {
        plane.value = found;
      },
      () => {},
    );
  }, [name]);
  const points = pointsIn(plane.value);
  if (points.length === 0) return null;
  const share = Math.round(100 * Number(at(plane.value, 'share')));
  return (
    <section aria-label="In the plane">
      <h2>How the model sees them</h2>
      <p class="quiet-text">
        Held-out samples by the {String(at(plane.value, 'width'))} numbers that{' '}
        {String(at(plane.value, 'layer'))}, the last layer, is given: their two principal
        components, {share} % of the spread. A ring is a mistake.
      </p>
      <Drawing points={points} />
    </section>
  );
}
