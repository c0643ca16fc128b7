/** One chart: a plot, its curves, and what keeps both right. */

import type { Signal } from '@preact/signals';
import { token } from '../../design/theme.js';
import { onAnew, onPoints } from '../store/live.js';
import * as state from '../store/state.js';
import { ChartData } from './chart-data.js';
import type { ChartGroup } from './chart-groups.js';
import type { Tip } from './chart-tip.js';
import { type Mark, Plot } from './plot.js';

/** Names of the runs that charts show, with their colours. */
export function shownRuns(): ReadonlyMap<string, number> {
  const { opened, selected } = state;
  if (opened.value === null) return selected.value;
  return new Map([[opened.value, selected.value.get(opened.value) ?? 0]]);
}

/** Findings of the doctor as marks, where steps are below the chart. */
function marksOf(names: Iterable<string>): Mark[] {
  if (state.xAxis.value !== 'step') return [];
  return [...names].flatMap((name) =>
    (state.runs.value?.get(name)?.findings ?? []).map(({ step, severity }) => ({
      x: step,
      colour: token(severity === 'error' ? '--error' : '--warning'),
    })),
  );
}

/** A plot with the data of a group. */
export class ChartControl {
  readonly data: ChartData = new ChartData();
  plot: Plot | null = null;
  #asked = '';

  /** Points have come that are not on the chart: the next load fetches all anew. */
  miss(): void {
    this.#asked = '';
  }

  /** Fetches what the chart is to show, unless it was asked for last. */
  load(group: ChartGroup, width: number): void {
    const { zoom, xAxis, smoothing } = state;
    const wish = {
      runs: [...shownRuns().keys()],
      metrics: group.metrics,
      x: xAxis.value,
      from: zoom.value?.from ?? null,
      to: zoom.value?.to ?? null,
      pixels: Math.max(100, Math.round(width)),
      smoothing: smoothing.value,
    };
    const asked = JSON.stringify(wish);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.data
      .load(wish, () => this.plot?.update())
      .catch((error: unknown) => {
        if (!(error instanceof DOMException)) state.trouble.value = String(error);
      });
  }

  draw(width: number, height: number): void {
    if (this.plot === null || width === 0) return;
    const names = shownRuns();
    this.plot.marks = marksOf(names.keys());
    this.plot.draw({
      width,
      height,
      logY: state.logY.value,
      isWallTime: state.xAxis.value === 'wall',
      colours: names,
      hot: names.size > 1 ? state.hot.value : null,
    });
  }
}

/** What a chart on the page is made of. */
export interface ChartParts {
  readonly place: { readonly current: HTMLDivElement | null };
  readonly control: ChartControl;
  readonly tip: Signal<Tip | null>;
  readonly size: Signal<number>;
  /** Whether it is in sight, or nearly: what is not costs nothing. */
  readonly isSeen: Signal<boolean>;
}

/** Makes the plot in its place, and lets it hear of news and of its size. */
export function attach(
  { place, control, tip, size, isSeen }: ChartParts,
  group: ChartGroup,
): () => void {
  if (place.current === null) return () => {};
  const plot = new Plot(place.current, control.data, {
    onTip: (one) => {
      tip.value = one;
    },
    onZoom: (from, to) => {
      state.zoom.value = { from, to };
    },
  });
  control.plot = plot;
  const observer = new ResizeObserver(([entry]) => {
    size.value = Math.floor(entry?.contentRect.width ?? 0);
  });
  observer.observe(place.current);
  const sight = new IntersectionObserver(
    ([entry]) => {
      isSeen.value = entry?.isIntersecting ?? true;
    },
    { rootMargin: '200px' },
  );
  sight.observe(place.current);
  const silent = onPoints((event) => {
    if (!isSeen.value) {
      control.miss();
      return;
    }
    if (!control.data.add(event)) return;
    if (!control.data.isCrowded) {
      plot.update();
      return;
    }
    control.miss();
    control.load(group, size.value);
  });
  const still = onAnew(() => {
    control.miss();
    if (isSeen.value) control.load(group, size.value);
  });
  return () => {
    observer.disconnect();
    sight.disconnect();
    silent();
    still();
    plot.end();
  };
}
