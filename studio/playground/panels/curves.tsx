/** Losses and accuracy over the steps: what was, what was rewound, and what was kept. */

import type { JSX } from 'preact';
import { short } from '../../design/numbers.js';
import { isRegression } from '../model/config.js';
import type { Measured } from '../model/picture.js';
import * as beside from '../worker/beside.js';
import * as state from '../worker/state.js';

const least = 0.02;
/** A chart's place, in the units that it is drawn in. */
interface Size {
  readonly width: number;
  readonly height: number;
}
const small: Size = { width: 300, height: 120 };
const large: Size = { width: 800, height: 180 };

function line(
  list: readonly Measured[],
  pick: (one: Measured) => number,
  range: readonly [number, number],
  last: number,
  size: Size,
): string {
  const [low, high] = range;
  const scale = (value: number): number => Math.log10(Math.max(least * low, value));
  const [a, b] = [scale(low), scale(high)];
  const points = list.flatMap((one) => {
    const value = pick(one);
    if (!Number.isFinite(value)) return [];
    const x = (size.width * one.step) / Math.max(1, last);
    const y = size.height - 4 - ((size.height - 8) * (scale(value) - a)) / (b - a || 1);
    return [`${x.toFixed(1)} ${Math.max(0, Math.min(size.height, y)).toFixed(1)}`];
  });
  return points.length > 1 ? `M${points.join('L')}` : '';
}

const low = 40;

/** Shares of one over the steps. */
function shareLine(list: readonly Measured[], last: number, size: Size): string {
  const points = list.map(({ step, accuracy }) => {
    const x = (size.width * step) / Math.max(1, last);
    return `${x.toFixed(1)} ${(2 + (low - 4) * (1 - accuracy)).toFixed(1)}`;
  });
  return points.length > 1 ? `M${points.join('L')}` : '';
}

/** Which share of the test points is right, from none to all. */
function Accuracy(props: {
  past: readonly Measured[];
  other: readonly Measured[];
  last: number;
  size: Size;
}): JSX.Element {
  const { past, other, last, size } = props;
  const { history } = state;
  return (
    <svg
      class="accuracy"
      viewBox={`0 0 ${size.width} ${low}`}
      role="img"
      aria-label="Share of the test points that are right over the steps"
    >
      <path class="curve kept" d={shareLine(other, last, size)} />
      <path class="curve future" d={shareLine(history.value, last, size)} />
      <path class="curve test" d={shareLine(past, last, size)} />
      <text x="2" y="10">
        100 %
      </text>
      <text x="2" y={low - 3}>
        0
      </text>
    </svg>
  );
}

/** Losses over the steps, on a scale of powers of ten; below them what share is right. */
export function Curves({ isLarge = false }: { isLarge?: boolean }): JSX.Element {
  const { history, calmFrame, kept } = state;
  const size = isLarge ? large : small;
  const other = kept.value === null ? [] : beside.past.value;
  const now = calmFrame.value?.measured.step ?? 0;
  const past = history.value.filter(({ step }) => step <= now);
  const all = [...history.value, ...other];
  const losses = all
    .flatMap(({ trainLoss, testLoss }) => [trainLoss, testLoss])
    .filter((v) => v > 0 && Number.isFinite(v));
  const range = [Math.min(...losses, 1), Math.max(...losses, 0.01)] as const;
  const last = Math.max(...all.map(({ step }) => step), 1);
  const train = ({ trainLoss }: Measured): number => trainLoss;
  const test = ({ testLoss }: Measured): number => testLoss;
  return (
    <figure class="curves">
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label="Loss over the steps">
        <path class="curve kept" d={line(other, test, range, last, size)} />
        {isLarge && <path class="curve kept train" d={line(other, train, range, last, size)} />}
        <path class="curve future" d={line(history.value, test, range, last, size)} />
        <path class="curve train" d={line(past, train, range, last, size)} />
        <path class="curve test" d={line(past, test, range, last, size)} />
        <text x="2" y="10">
          {short(range[1], 2)}
        </text>
        <text x="2" y={size.height - 4}>
          {short(range[0], 2)}
        </text>
      </svg>
      {!isRegression(state.config.value) && (
        <Accuracy past={past} other={other} last={last} size={size} />
      )}
      <figcaption class="small quiet-text">
        {isRegression(state.config.value) ? 'loss:' : 'loss, and what is right:'}
        <i class="swatch test" /> test <i class="swatch train" /> training
        {kept.value !== null && (
          <>
            {' '}
            <i class="swatch kept" /> set aside
          </>
        )}
      </figcaption>
    </figure>
  );
}
