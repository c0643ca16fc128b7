/** The values of all curves at the pointer. */

import type { JSX } from 'preact';
import { ago, duration, short } from '../../design/numbers.js';
import { seriesToken } from '../../design/theme.js';
import { selected, xAxis } from '../store/state.js';
import { isTraining } from './chart-options.js';

/** One line of the tip. */
export interface TipRow {
  readonly run: string;
  readonly metric: string;
  readonly value: number;
}

/** Where the pointer is, and what is there. */
export interface Tip {
  readonly x: number;
  readonly rows: readonly TipRow[];
  /** Pixels from the left, and how wide the chart is. */
  readonly left: number;
  readonly width: number;
}

const mostRows = 10;

/** A place on the x axis in words. */
export function placeWords(x: number): string {
  switch (xAxis.value) {
    case 'step':
    case 'epoch':
      return `${xAxis.value} ${short(Math.round(x), 7)}`;
    case 'relative':
      return duration(x);
    case 'wall':
      return ago(1000 * x);
  }
}

/** The tip beside the pointer. */
export function ChartTip({ tip }: { tip: Tip }): JSX.Element {
  const isRight = tip.left > tip.width / 2;
  const place = isRight
    ? { right: `${tip.width - tip.left + 12}px` }
    : { left: `${tip.left + 12}px` };
  const more = tip.rows.length - mostRows;
  return (
    <div class="chart-tip" style={place}>
      <div class="quiet-text small">{placeWords(tip.x)}</div>
      <table>
        <tbody>
          {tip.rows.slice(0, mostRows).map(({ run, metric, value }) => (
            <tr key={`${run} ${metric}`}>
              <td>
                <i
                  class={isTraining(metric) ? 'swatch dotted' : 'swatch'}
                  style={{ color: `var(${seriesToken(selected.value.get(run) ?? 0)})` }}
                />
              </td>
              <td class="tip-name">
                {run} <span class="quiet-text">{metric.split('/')[0]}</span>
              </td>
              <td class="number">{short(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <div class="quiet-text small">and {more} more</div>}
    </div>
  );
}
