/** The list of runs: two lines each, of which only those in sight are on the page. */

import { useSignal } from '@preact/signals';
import type { RunRow } from 'chainrule/studio';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../design/icons.js';
import { duration, short } from '../../design/numbers.js';
import { seriesToken } from '../../design/theme.js';
import { hot, opened, runs, selected, shownRows, toggle } from '../store/state.js';
import { Spark } from './spark.js';

/** Pixels of a row. */
export const rowHeight = 60;
const spare = 4;

function stateWords({ state, progress, secondsLeft }: RunRow): string {
  if (state !== 'live' && state !== 'paused') return state;
  const share = progress === null ? '' : ` ${Math.floor(100 * progress)} %`;
  const left = secondsLeft === null ? '' : ` · ${duration(secondsLeft)} left`;
  return `${state}${share}${left}`;
}

/** A last value that matters: its name is short, its number large. */
export function numbersThatMatter(row: RunRow): readonly (readonly [string, number])[] {
  return row.best.map(({ metric, value }) => [metric.split('/').at(-1) ?? metric, value]);
}

function Row({ row, top }: { row: RunRow; top: number }): JSX.Element {
  const { name, state, findings, progress } = row;
  const colour = selected.value.get(name);
  const isChosen = colour !== undefined;
  const paint = isChosen ? `var(${seriesToken(colour)})` : 'var(--line)';
  const grave = findings.filter(({ severity }) => severity !== 'info').length;
  return (
    <li
      class={hot.value === name ? 'run-row hot' : 'run-row'}
      style={{ top: `${top}px` }}
      onPointerEnter={() => {
        hot.value = name;
      }}
      onPointerLeave={() => {
        hot.value = null;
      }}
    >
      <button
        type="button"
        class="run-dot"
        aria-pressed={isChosen}
        aria-label={`Show ${name} in the charts`}
        style={{ color: paint }}
        onClick={() => toggle(name)}
      >
        <i class={isChosen ? 'full' : ''} />
      </button>
      <button
        type="button"
        class="run-open"
        onClick={() => {
          opened.value = name;
        }}
      >
        <span class="run-line">
          <span class="run-name">{name}</span>
          <span class={`run-state ${state}`}>{stateWords(row)}</span>
        </span>
        <span class="run-line">
          {numbersThatMatter(row).map(([label, value]) => (
            <span key={label} class="number" title={`best ${label}`}>
              {short(value, 3)}
              <span class="quiet-text small unit">{label}</span>
            </span>
          ))}
          {grave > 0 && (
            <span class="run-warning" title={`${grave} findings`}>
              <Icon name="warning" /> {grave}
            </span>
          )}
          <Spark row={row} colour={paint} />
        </span>
        {state === 'live' && progress !== null && (
          <span class="run-progress" style={{ width: `${100 * progress}%`, background: paint }} />
        )}
      </button>
    </li>
  );
}

function Skeleton(): JSX.Element {
  return (
    <div class="skeleton" aria-hidden="true">
      {[0, 1, 2, 3, 4, 5].map((i) => (
        <div key={i} />
      ))}
    </div>
  );
}

/** The list. */
export function RunList(): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const scrolled = useSignal(0);
  const room = useSignal(800);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      room.value = entry?.contentRect.height ?? 800;
    });
    if (place.current !== null) observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  const rows = shownRows.value;
  const first = Math.max(0, Math.floor(scrolled.value / rowHeight) - spare);
  const last = Math.ceil((scrolled.value + room.value) / rowHeight) + spare;
  return (
    <div
      ref={place}
      class="run-list"
      onScroll={(event) => {
        scrolled.value = event.currentTarget.scrollTop;
      }}
    >
      {runs.value === null && <Skeleton />}
      {runs.value !== null && rows.length === 0 && (
        <p class="quiet-text run-none">
          {runs.value.size === 0 ? 'No run yet.' : 'No run passes the filter.'}
        </p>
      )}
      <ul aria-label="Runs" style={{ height: `${rows.length * rowHeight}px` }}>
        {rows.slice(first, last).map((row, i) => (
          <Row key={row.name} row={row} top={(first + i) * rowHeight} />
        ))}
      </ul>
    </div>
  );
}
