/** One chart with its head: title, pin, size, download. */

import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from '../../design/controls.js';
import { short } from '../../design/numbers.js';
import { isDark, seriesToken, token } from '../../design/theme.js';
import * as state from '../store/state.js';
import { attach, ChartControl, type ChartParts, shownRuns } from './chart-control.js';
import { saveCsv, savePng, saveSvg } from './chart-export.js';
import type { ChartGroup } from './chart-groups.js';
import { isTraining } from './chart-options.js';
import { ChartTip, placeWords, type Tip } from './chart-tip.js';

function saveAs(kind: string, { title }: ChartGroup, { data, plot }: ChartControl): void {
  const chart = plot?.plot;
  if (!chart) return;
  if (kind === 'csv') saveCsv(title, data.curves, state.xAxis.value);
  if (kind === 'png') savePng(title, chart.ctx.canvas);
  if (kind !== 'svg') return;
  const { x, y } = chart.scales;
  const names = shownRuns();
  const splits = (index: number): [number, string][] => {
    const axis = chart.axes[index] as { _splits?: (number | null)[] } | undefined;
    const all = (axis?._splits ?? []).filter((one) => one !== null);
    return all.map((one) => [one, index === 0 ? placeWords(one).replace(/^\w+ /, '') : short(one)]);
  };
  saveSvg({
    title,
    curves: data.curves,
    colourOf: ({ run }) => token(seriesToken(names.get(run) ?? 0)),
    isDotted: ({ metric }) => isTraining(metric),
    x: [x?.min ?? 0, x?.max ?? 1],
    y: [y?.min ?? 0, y?.max ?? 1],
    logY: state.logY.value,
    ticksX: splits(0),
    ticksY: splits(1),
  });
}

function ChartHead(props: { group: ChartGroup; control: ChartControl }): JSX.Element {
  const { group, control } = props;
  const { title } = group;
  const { pinned, expanded } = state;
  const isPinned = pinned.value.includes(title);
  const isLarge = expanded.value === title;
  return (
    <header class="chart-head">
      <h3>{title}</h3>
      <label class="save-as" title="Save as a file">
        <span class="sr-only">Save {title} as</span>
        <select
          value=""
          onChange={(event) => {
            saveAs(event.currentTarget.value, group, control);
            event.currentTarget.value = '';
          }}
        >
          <option value="">save</option>
          <option value="svg">SVG</option>
          <option value="png">PNG</option>
          <option value="csv">CSV</option>
        </select>
      </label>
      <IconButton
        icon="pin"
        label={isPinned ? `Unpin ${title}` : `Pin ${title} to the top`}
        pressed={isPinned}
        onClick={() => {
          const others = pinned.value.filter((one) => one !== title);
          pinned.value = isPinned ? others : [...others, title];
        }}
      />
      <IconButton
        icon={isLarge ? 'close' : 'expand'}
        label={isLarge ? 'Back to all charts' : `Fill the page with ${title}`}
        onClick={() => {
          expanded.value = isLarge ? null : title;
        }}
      />
    </header>
  );
}

function zoomBy(factor: number, control: ChartControl): void {
  const scale = control.plot?.plot?.scales.x;
  if (scale?.min === undefined || scale.max === undefined) return;
  const middle = (scale.min + scale.max) / 2;
  const half = (factor * (scale.max - scale.min)) / 2;
  state.zoom.value = { from: middle - half, to: middle + half };
}

function pan(share: number): void {
  const { zoom } = state;
  if (zoom.value === null) return;
  const { from, to } = zoom.value;
  const by = share * (to - from);
  zoom.value = { from: from + by, to: to + by };
}

function onKey(event: KeyboardEvent, control: ChartControl): void {
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => (event.shiftKey ? pan(-0.25) : control.plot?.step(-1)),
    ArrowRight: () => (event.shiftKey ? pan(0.25) : control.plot?.step(1)),
    PageUp: () => control.plot?.step(-20),
    PageDown: () => control.plot?.step(20),
    '+': () => zoomBy(0.5, control),
    '-': () => zoomBy(2, control),
    '0': () => {
      state.zoom.value = null;
    },
  };
  const act = keys[event.key];
  if (act === undefined || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  act();
}

function useChart(group: ChartGroup, height: number): ChartParts {
  const place = useRef<HTMLDivElement>(null);
  const tip = useSignal<Tip | null>(null);
  const size = useSignal(0);
  const ref = useRef<ChartControl>(null);
  ref.current ??= new ChartControl();
  const isSeen = useSignal(false);
  const parts: ChartParts = { place, control: ref.current, tip, size, isSeen };
  useEffect(() => attach(parts, group), []);
  useSignalEffect(() => {
    if (size.value > 0 && isSeen.value) parts.control.load(group, size.value);
  });
  useSignalEffect(() => {
    // Colours are read from the page anew when they have changed.
    void isDark.value;
    parts.control.draw(size.value, height);
  });
  return parts;
}

/** A chart of one group of metrics. */
export function Chart({ group, height }: { group: ChartGroup; height: number }): JSX.Element {
  const { place, control, tip } = useChart(group, height);
  /** Other charts follow the pointer too, with points alone. */
  const isHere = useSignal(false);
  const words = tip.value === null || !isHere.value ? '' : describe(tip.value);
  return (
    <section class="chart" aria-label={group.title}>
      <ChartHead group={group} control={control} />
      <div
        class="chart-place"
        role="application"
        aria-label={`Chart of ${group.title}. Arrows move the pointer, plus and minus zoom, 0 shows all.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it answers to keys
        tabIndex={0}
        style={{ height: `${height}px` }}
        onPointerEnter={() => {
          isHere.value = true;
        }}
        onPointerLeave={() => {
          isHere.value = false;
        }}
        onFocus={() => {
          isHere.value = true;
        }}
        onBlur={() => {
          isHere.value = false;
        }}
        onKeyDown={(event) => onKey(event, control)}
        onDblClick={() => {
          state.zoom.value = null;
        }}
      >
        <div ref={place} />
        {isHere.value && tip.value !== null && tip.value.rows.length > 0 && (
          <ChartTip tip={tip.value} />
        )}
      </div>
      <div class="sr-only" aria-live="polite">
        {words}
      </div>
    </section>
  );
}

function describe({ x, rows }: Tip): string {
  return `${placeWords(x)}: ${rows.map(({ run, value }) => `${run} ${short(value)}`).join(', ')}`;
}
