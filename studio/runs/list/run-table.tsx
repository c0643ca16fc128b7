/** The table of all runs: what they reached, and the settings in which they differ. */

import { computed, signal } from '@preact/signals';
import type { RunRow } from 'chainrule/studio';
import type { JSX } from 'preact';
import { ago, duration, short } from '../../design/numbers.js';
import { seriesToken } from '../../design/theme.js';
import { opened, selected, selectedRows, shownRows, toggle } from '../store/state.js';

interface Column {
  readonly title: string;
  readonly isNumber: boolean;
  readonly text: (row: RunRow) => string;
  /** What rows are sorted by. */
  readonly key: (row: RunRow) => number | string;
  /** Whether the shown runs differ here. */
  readonly differs: boolean;
}

const mostRows = 400;
const mostSettings = 12;

/** By which column, and which way. */
const sorting = signal<{ readonly title: string; readonly down: boolean }>({
  title: 'begun',
  down: true,
});

function best(row: RunRow, metric: string): number {
  return row.best.find((one) => one.metric === metric)?.value ?? Number.NaN;
}

const fixed: readonly Column[] = [
  { title: 'state', isNumber: false, text: (r) => r.state, key: (r) => r.state, differs: false },
  { title: 'task', isNumber: false, text: (r) => r.task, key: (r) => r.task, differs: false },
  {
    title: 'begun',
    isNumber: false,
    text: (r) => ago(r.started),
    key: (r) => r.started,
    differs: false,
  },
  {
    title: 'took',
    isNumber: true,
    text: (r) => duration((r.changed - r.started) / 1000),
    key: (r) => r.changed - r.started,
    differs: false,
  },
];

/** Settings of which the rows have more than one value. */
export function differingSettings(rows: readonly RunRow[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const { settings } of rows) {
    for (const [path, value] of Object.entries(settings)) {
      const seen = values.get(path) ?? new Set();
      values.set(path, seen.add(value));
    }
  }
  const differs = ([path, seen]: [string, Set<string>]): boolean =>
    seen.size > 1 || (seen.size === 1 && rows.some(({ settings }) => settings[path] === undefined));
  return [...values].filter(differs).map(([path]) => path);
}

const columns = computed((): readonly Column[] => {
  const rows = shownRows.value;
  const metrics = [...new Set(rows.flatMap((row) => row.best.map(({ metric }) => metric)))];
  const numbers = metrics.slice(0, 6).map(
    (metric): Column => ({
      title: `best ${metric}`,
      isNumber: true,
      text: (row) => (Number.isNaN(best(row, metric)) ? '' : short(best(row, metric))),
      key: (row) => best(row, metric),
      differs: false,
    }),
  );
  const chosen = selectedRows.value.length > 1 ? selectedRows.value : rows;
  const settings = differingSettings(chosen).slice(0, mostSettings);
  return [
    ...fixed,
    ...numbers,
    ...settings.map(
      (path): Column => ({
        title: path,
        isNumber: false,
        text: ({ settings: told }) => told[path] ?? '',
        key: ({ settings: told }) => {
          const number = Number(told[path]);
          return told[path] === undefined || Number.isNaN(number) ? (told[path] ?? '') : number;
        },
        differs: true,
      }),
    ),
  ];
});

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') {
    // What is not known comes last, whichever way.
    return (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0) || a - b;
  }
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

const sorted = computed(() => {
  const { title, down } = sorting.value;
  const column = columns.value.find((one) => one.title === title);
  if (column === undefined) return shownRows.value;
  const rows = shownRows.value.toSorted((a, b) => compare(column.key(a), column.key(b)));
  return down ? rows.reverse() : rows;
});

function Head(): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col">run</th>
        {columns.value.map(({ title, isNumber, differs }) => {
          const isSorted = sorting.value.title === title;
          const direction = sorting.value.down ? 'descending' : 'ascending';
          return (
            <th key={title} scope="col" aria-sort={isSorted ? direction : undefined}>
              <button
                type="button"
                class={`${isNumber ? 'right' : ''} ${differs ? 'differs' : ''}`}
                title={title}
                onClick={() => {
                  sorting.value = { title, down: isSorted ? !sorting.value.down : isNumber };
                }}
              >
                {differs ? title.split('.').at(-1) : title}
                {isSorted && (sorting.value.down ? ' ↓' : ' ↑')}
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function Line({ row }: { row: RunRow }): JSX.Element {
  const colour = selected.value.get(row.name);
  const paint = colour === undefined ? 'var(--line)' : `var(${seriesToken(colour)})`;
  return (
    <tr class={colour === undefined ? '' : 'chosen'}>
      <th scope="row">
        <button
          type="button"
          class="run-dot"
          aria-pressed={colour !== undefined}
          aria-label={`Show ${row.name} in the charts`}
          style={{ color: paint }}
          onClick={() => toggle(row.name)}
        >
          <i class={colour === undefined ? '' : 'full'} />
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            opened.value = row.name;
          }}
        >
          {row.name}
        </button>
        {row.tags.map((tag) => (
          <span key={tag} class="tag">
            {tag}
          </span>
        ))}
      </th>
      {columns.value.map(({ title, text, isNumber, differs }) => (
        <td
          key={title}
          class={`${isNumber ? 'number right' : ''} ${differs ? 'differs number' : ''}`}
        >
          {text(row)}
        </td>
      ))}
    </tr>
  );
}

/** The table. */
export function RunTable(): JSX.Element {
  const rows = sorted.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section class="table-place" aria-label="All runs" tabIndex={0}>
      <table class="run-table">
        <Head />
        <tbody>
          {rows.slice(0, mostRows).map((row) => (
            <Line key={row.name} row={row} />
          ))}
        </tbody>
      </table>
      {rows.length > mostRows && (
        <p class="quiet-text small">
          The first {mostRows} of {rows.length}. Filter for the others.
        </p>
      )}
    </section>
  );
}
