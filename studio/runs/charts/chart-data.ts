/**
 * The curves of one chart: fetched as many points as the chart has pixels, then added to as points
 * come in. What a tick costs depends on the pixels, not on how long the training has been going.
 */

import type { PointsEvent, XAxis } from 'chainrule/studio';
import { fetchSeries, type Series, type SeriesWish } from '../store/api.js';
import { covered } from '../store/live.js';
import { Aligned, type Lists } from './aligned.js';

/** A curve that grows. */
export interface Curve {
  readonly run: string;
  readonly metric: string;
  readonly x: number[];
  readonly y: number[];
  rows: number;
  decimated: boolean;
  readonly rough: boolean;
  smoothing: [mean: number, weight: number] | null;
  first: number;
}

/** Bytes that the server may read before a first, rough picture is better than none. */
const patience = 24_000_000;

function curveOf(series: Series): Curve {
  return {
    run: series.run,
    metric: series.metric,
    x: [...series.x],
    y: [...series.y],
    rows: series.rows,
    decimated: series.decimated,
    rough: series.rough,
    smoothing: series.smoothing === null ? null : [...series.smoothing],
    first: series.origin,
  };
}

/** The curves of a chart. */
export class ChartData {
  curves: readonly Curve[] = [];
  #wish: SeriesWish | null = null;
  #controller: AbortController | null = null;
  #aligned = new Aligned([]);
  #first = 0;

  /**
   * Fetches the curves of a wish, and calls `show` with them: at once with what the server has
   * from samples of long files, and again when it has read them. Earlier curves stay until then.
   */
  async load(wish: SeriesWish, show: () => void): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const take = (series: readonly Series[]): void => {
      this.#wish = wish;
      this.curves = series.map(curveOf);
      this.#aligned = new Aligned(this.curves);
      this.#first = this.#aligned.length;
      for (const { run, rows, rough } of series) if (!rough) covered(run, rows);
      show();
    };
    if (wish.runs.length === 0) {
      take([]);
      return;
    }
    const series = await fetchSeries({ ...wish, patience }, controller.signal);
    if (!controller.signal.aborted) take(series);
    if (!series.some(({ rough }) => rough)) return;
    const all = await fetchSeries(wish, controller.signal);
    if (!controller.signal.aborted) take(all);
  }

  /** Whether so much was added that it is time to fetch a smaller picture of it. */
  get isCrowded(): boolean {
    return this.#aligned.length > this.#first + 2 * (this.#wish?.pixels ?? 1000);
  }

  /** Adds new points; whether there were any. */
  add(event: PointsEvent): boolean {
    let grew = false;
    this.curves.forEach((curve, index) => {
      if (curve.run !== event.run || event.to <= curve.rows || curve.rough) return;
      const from = Math.max(0, curve.rows - event.from);
      this.#extend(index, curve, event, from);
      curve.rows = event.to;
      grew = true;
    });
    return grew;
  }

  #extend(index: number, curve: Curve, event: PointsEvent, from: number): void {
    const { columns, from: before, to } = event;
    const values = columns[curve.metric];
    const { x = 'step', smoothing = 0, to: end } = this.#wish ?? {};
    for (let i = from; i < to - before; i++) {
      const value = values?.[i] ?? null;
      const place = placeOf(columns, i, before, x, curve);
      if (value === null || place === null) continue;
      if (end !== null && end !== undefined && place > end) continue;
      const y = smoothed(curve, value, smoothing);
      curve.x.push(place);
      curve.y.push(y);
      this.#aligned.put(index, place, y);
    }
  }

  /** The curves on one list of x. */
  aligned(): Lists {
    return this.#aligned.lists;
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
