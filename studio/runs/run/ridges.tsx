/** Histograms over time: one line of hills for each epoch, the latest in front. */

import type { JSX } from 'preact';
import { short } from '../../design/numbers.js';
import type { Histogram } from './layer-data.js';

const size = { width: 320, row: 7, hill: 30, foot: 16 } as const;
const mostRows = 32;

/** A histogram with the epoch that it is of. */
export interface DatedHistogram {
  readonly epoch: number;
  readonly histogram: Histogram;
}

function hill(
  { low, high, counts }: Histogram,
  range: readonly [number, number],
  y: number,
): string {
  const [from, to] = range;
  const across = (value: number): number => (size.width * (value - from)) / (to - from || 1);
  const most = Math.max(1, ...counts);
  const width = (high - low) / (counts.length || 1);
  const points = counts.map((count, i) => {
    const x = across(low + (i + 0.5) * width);
    return `${x.toFixed(1)} ${(y - (size.hill * count) / most).toFixed(1)}`;
  });
  return `M${across(low).toFixed(1)} ${y}L${points.join('L')}L${across(high).toFixed(1)} ${y}Z`;
}

/** The hills of some epochs, at most thirty or so. */
export function Ridges(props: {
  title: string;
  list: readonly DatedHistogram[];
  /** What is counted: epochs, unless said otherwise. */
  unit?: 'epoch' | 'step';
}): JSX.Element {
  const { title, list, unit = 'epoch' } = props;
  const stride = Math.ceil(list.length / mostRows) || 1;
  const rows = list.filter((_, i) => (list.length - 1 - i) % stride === 0);
  const range = [
    Math.min(...rows.map(({ histogram }) => histogram.low)),
    Math.max(...rows.map(({ histogram }) => histogram.high)),
  ] as const;
  const last = rows.at(-1);
  const height = size.hill + size.row * rows.length + size.foot;
  const bad = rows.reduce((sum, { histogram }) => sum + histogram.notFinite, 0);
  return (
    <figure class="ridges">
      <figcaption>
        {title}{' '}
        <span class="quiet-text number small">
          {short(last?.histogram.mean, 3)} ± {short(last?.histogram.std, 3)}
        </span>
        {bad > 0 && <strong class="small"> {bad} numbers are not finite</strong>}
      </figcaption>
      <svg
        viewBox={`0 0 ${size.width} ${height}`}
        role="img"
        aria-label={`${title} over the ${unit}s`}
      >
        {rows.map(({ epoch, histogram }, i) => (
          <path
            key={epoch}
            class="ridge"
            d={hill(histogram, range, size.hill + size.row * (i + 1))}
          >
            <title>{`${unit} ${epoch}: ${short(histogram.mean)} ± ${short(histogram.std)}`}</title>
          </path>
        ))}
        <text x="0" y={height - 3}>
          {short(range[0], 3)}
        </text>
        <text x={size.width} y={height - 3} text-anchor="end">
          {short(range[1], 3)}
        </text>
      </svg>
    </figure>
  );
}
