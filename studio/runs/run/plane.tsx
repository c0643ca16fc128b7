/** Held-out samples in the plane, by what the last layer is given; the pointer shows each. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { PictureView } from '../../design/picture-view.js';
import { seriesToken } from '../../design/theme.js';
import { fetchPlane } from '../store/api.js';
import { at } from './at.js';
import { pictureIn } from './mistakes.js';
import { PlaneArea, placesIn } from './plane-area.js';

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
  const places = placesIn(
    list.map((one: unknown) => ({ x: Number(at(one, 'x')), y: Number(at(one, 'y')) })),
  );
  return list.map((one: unknown, i) => ({
    ...(places[i] ?? { x: 0, y: 0 }),
    row: String(at(one, 'row')),
    actual: String(at(one, 'actual')),
    predicted: String(at(one, 'predicted')),
    picture: pictureIn(at(one, 'picture')),
  }));
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
      <PlaneArea
        points={points}
        label={`${points.length} samples in the plane; the arrows go from one to the next`}
        chosen={chosen.value}
        onChoose={(index) => {
          chosen.value = index;
        }}
      >
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
      </PlaneArea>
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
