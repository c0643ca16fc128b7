/**
 * The curves of one chart: fetched as many points as the chart has pixels, then added to as points
 * come in. What a tick costs depends on the pixels, not on how long the training has been going.
 */

import type { PointsEvent, XAxis } from 'chainrule/studio';
import { fetchSeries, type Series, type SeriesWish } from '../store/api.js';
import { covered } from '../store/live.js';

/** A curve that grows. */
export interface Curve {
  readonly run: string;
  readonly metric: string;
  readonly x: number[];
  readonly y: number[];
  rows: number;
  decimated: boolean;
  smoothing: [mean: number, weight: number] | null;
  first: number;
}

/** What uPlot draws: one list of x, and for each curve its y there. */
export type Aligned = [number[], ...(number | null | undefined)[][]];

function curveOf(series: Series): Curve {
  return {
    run: series.run,
    metric: series.metric,
    x: [...series.x],
    y: [...series.y],
    rows: series.rows,
    decimated: series.decimated,
    smoothing: series.smoothing === null ? null : [...series.smoothing],
    first: series.origin,
  };
}

/** The curves of a chart. */
export class ChartData {
  curves: readonly Curve[] = [];
  #wish: SeriesWish | null = null;
  #controller: AbortController | null = null;
  #added = 0;

  /** Fetches the curves of a wish; the earlier ones stay until they have come. */
  async load(wish: SeriesWish): Promise<boolean> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    if (wish.runs.length === 0) {
      this.curves = [];
      return true;
    }
    const series = await fetchSeries(wish, controller.signal);
    if (controller.signal.aborted) return false;
    this.#wish = wish;
    this.#added = 0;
    this.curves = series.map(curveOf);
    for (const { run, rows } of series) covered(run, rows);
    return true;
  }

  /** Whether so much was added that it is time to fetch a smaller picture of it. */
  get isCrowded(): boolean {
    return this.#added > 2 * (this.#wish?.pixels ?? 1000) * Math.max(1, this.curves.length);
  }

  /** Adds new points; whether there were any. */
  add(event: PointsEvent): boolean {
    let grew = false;
    for (const curve of this.curves) {
      if (curve.run !== event.run || event.to <= curve.rows) continue;
      const from = Math.max(0, curve.rows - event.from);
      this.#extend(curve, event, from);
      curve.rows = event.to;
      grew = true;
    }
    return grew;
  }

  #extend(curve: Curve, { columns, from: before, to }: PointsEvent, from: number): void {
    const values = columns[curve.metric];
    const { x = 'step', smoothing = 0, to: end } = this.#wish ?? {};
    for (let i = from; i < to - before; i++) {
      const value = values?.[i] ?? null;
      const place = placeOf(columns, i, before, x, curve);
      if (value === null || place === null) continue;
      if (end !== null && end !== undefined && place > end) continue;
      curve.x.push(place);
      curve.y.push(smoothed(curve, value, smoothing));
      this.#added++;
    }
  }

  /** The curves on one list of x. */
  aligned(): Aligned {
    const places = new Set<number>();
    for (const { x } of this.curves) for (const place of x) places.add(place);
    const xs = [...places].sort((a, b) => a - b);
    const indexOf = new Map(xs.map((x, i) => [x, i]));
    const ys = this.curves.map(({ x, y }) => {
      const list: (number | null | undefined)[] = new Array(xs.length).fill(undefined);
      x.forEach((place, i) => {
        list[indexOf.get(place) ?? 0] = y[i];
      });
      return list;
    });
    return [xs, ...ys];
  }
}

function smoothed(curve: Curve, value: number, weight: number): number {
  if (curve.smoothing === null) return value;
  const [mean, total] = curve.smoothing;
  const next: [number, number] = [
    weight * mean + (1 - weight) * value,
    weight * total + (1 - weight),
  ];
  curve.smoothing = next;
  return next[0] / next[1];
}

/** Where a new line stands on the x axis. */
function placeOf(
  columns: PointsEvent['columns'],
  index: number,
  before: number,
  axis: XAxis,
  curve: Curve,
): number | null {
  if (axis === 'step' || axis === 'epoch') {
    const column = columns[axis] ?? columns[axis === 'step' ? 'epoch' : 'step'];
    return column === undefined ? before + index + 1 : (column[index] ?? null);
  }
  const time = columns.time?.[index] ?? null;
  if (time === null) return null;
  if (axis === 'wall') return time / 1000;
  curve.first = curve.first > 0 ? curve.first : time;
  return (time - curve.first) / 1000;
}
