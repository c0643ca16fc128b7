/** A TensorBoard event file that was dropped onto the page: its curves and histograms. */

import { useSignal } from '@preact/signals';
import type { EventFile, EventScalar } from 'chainrule/train';
import type { JSX } from 'preact';
import { bytes, count, short } from '../../design/numbers.js';
import { Ridges } from '../run/ridges.js';

const size = { width: 360, height: 140, foot: 16 } as const;
const mostCharts = 60;

/** Values by tag, in the order of the steps. */
function byTag<Value extends { readonly tag: string; readonly step: number }>(
  values: readonly Value[],
): [tag: string, values: Value[]][] {
  const found = new Map<string, Value[]>();
  for (const value of values) {
    const list = found.get(value.tag) ?? [];
    found.set(value.tag, list);
    list.push(value);
  }
  return [...found].map(([tag, list]) => [tag, list.sort((a, b) => a.step - b.step)]);
}

/** Of each column of pixels the lowest and the highest value, in the order in which they come. */
function thinned(list: readonly EventScalar[]): readonly EventScalar[] {
  const each = Math.ceil(list.length / size.width);
  if (each < 4) return list;
  return Array.from({ length: Math.ceil(list.length / each) }, (_, i) => {
    const part = list.slice(i * each, (i + 1) * each).sort((a, b) => a.value - b.value);
    const ends = [part.at(0), part.at(-1)].filter((one) => one !== undefined);
    return ends.sort((a, b) => a.step - b.step);
  }).flat();
}

/** A curve with its lowest and highest value; the pointer reads it. */
function Curve({ tag, list }: { tag: string; list: readonly EventScalar[] }): JSX.Element {
  const at = useSignal<number | null>(null);
  const finite = list.filter(({ value }) => Number.isFinite(value));
  const [first, last] = [list[0]?.step ?? 0, list.at(-1)?.step ?? 0];
  const low = finite.reduce((least, { value }) => Math.min(least, value), Infinity);
  const high = finite.reduce((most, { value }) => Math.max(most, value), -Infinity);
  const x = (step: number): number => (size.width * (step - first)) / (last - first || 1);
  const y = (value: number): number =>
    4 + (size.height - 8) * (1 - (value - low) / (high - low || 1));
  const chosen = at.value === null ? list.at(-1) : list[at.value];
  const points = thinned(finite).map(
    ({ step, value }) => `${x(step).toFixed(1)} ${y(value).toFixed(1)}`,
  );
  const read = (event: PointerEvent): void => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    const step = first + ((last - first) * (event.clientX - box.left)) / box.width;
    const next = list.findIndex((one) => one.step >= step);
    at.value = next < 0 ? list.length - 1 : next;
  };
  return (
    <figure class="event-curve">
      <figcaption>
        {tag} <span class="number">{short(chosen?.value)}</span>{' '}
        <span class="quiet-text small">step {count(chosen?.step ?? 0)}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${size.width} ${size.height + size.foot}`}
        role="img"
        aria-label={`${tag}: ${count(list.length)} values from ${short(low)} to ${short(high)}`}
        onPointerMove={read}
        onPointerLeave={() => {
          at.value = null;
        }}
      >
        <path d={`M${points.join('L')}${points.length === 1 ? 'h.01' : ''}`} />
        {chosen !== undefined && Number.isFinite(chosen.value) && (
          <circle cx={x(chosen.step)} cy={y(chosen.value)} r="3" />
        )}
        <text x="0" y={size.height + 12}>
          {short(low)} … {short(high)}
        </text>
        <text x={size.width} y={size.height + 12} text-anchor="end">
          steps {count(first)} … {count(last)}
        </text>
      </svg>
    </figure>
  );
}

/** What the file says. */
export function EventsPage({ events, length }: { events: EventFile; length: number }): JSX.Element {
  const { scalars, histograms, damage } = events;
  const [curves, hills] = [byTag(scalars), byTag(histograms)];
  const more = Math.max(0, curves.length - mostCharts) + Math.max(0, hills.length - mostCharts);
  return (
    <>
      <p class="quiet-text">
        {count(scalars.length)} numbers of {count(curves.length)} curves, {count(histograms.length)}{' '}
        histograms, {bytes(length)}
      </p>
      {damage !== '' && <p class="banner">The file is damaged: {damage}.</p>}
      {curves.length + hills.length === 0 && <p>There is no number and no histogram in it.</p>}
      <div class="event-grid">
        {curves.slice(0, mostCharts).map(([tag, list]) => (
          <Curve key={tag} tag={tag} list={list} />
        ))}
        {hills.slice(0, mostCharts).map(([tag, list]) => (
          <Ridges
            key={tag}
            title={tag}
            unit="step"
            list={list.map(({ step, histogram }) => ({ epoch: step, histogram }))}
          />
        ))}
      </div>
      {more > 0 && (
        <p class="quiet-text">
          {count(more)} more are not shown. As a folder of runs, all are: npx chainrule studio
          --runs
        </p>
      )}
    </>
  );
}
