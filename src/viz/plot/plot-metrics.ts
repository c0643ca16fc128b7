/**
 * `plotMetrics`: the course of a training, one panel for each metric, training and validation side
 * by side; and `plotLoss`, the same for one list of losses.
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/viz.js';
import type { Picture } from '../picture.js';
import type { PictureOptions } from '../style/theme.js';
import { type ChartOptions, chart, PLOT_WIDTH, singleView, topLegend } from './chart.js';
import { type Numbers, numbersOf } from './numbers.js';

/**
 * One epoch: an `EpochRecord` of `chainrule/train`, a line of `metrics.jsonl`, or plain numbers.
 */
export type MetricsRow = Readonly<Record<string, unknown>>;

/** Options of `plotMetrics`. */
export interface PlotMetricsOptions extends PictureOptions {
  /** Which metrics to show, by default all but times and the learning rate. */
  readonly metrics?: readonly string[];
  /** Whether the vertical axes are logarithmic, false by default. */
  readonly logScale?: boolean;
}

/** Options of `plotLoss`. */
export interface PlotLossOptions extends ChartOptions {
  /** Whether the vertical axis is logarithmic, false by default. */
  readonly logScale?: boolean;
  /**
   * How much of the last smoothed value stays in the next, 0 (default, none) to 1. The curve as it
   * was stays behind it, faint.
   */
  readonly smoothing?: number;
}

/** One point of one curve. */
interface Point {
  readonly metric: string;
  readonly series: string;
  readonly x: number;
  readonly y: number | null;
}

/** What rows may be counted by; the first that is there counts. */
const places = ['epoch', 'step', 'episode'] as const;
const quietColumns: ReadonlySet<string> = new Set([...places, 'lr', 'seconds', 'samplesPerSecond']);
/** More points than this are averaged, so that a picture stays small. */
const MAX_POINTS = 2000;

function finiteOrNull(y: unknown): number | null {
  return typeof y === 'number' && Number.isFinite(y) ? y : null;
}

/** The points of one row: `{ train: { loss } }` is metric `loss`, series `train`. */
function pointsOf(row: MetricsRow, index: number): Point[] {
  const place = places.map((name) => row[name]).find((value) => value !== undefined);
  const x = typeof place === 'number' ? place : index + 1;
  const points: Point[] = [];
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === 'number')
      points.push({ metric: name, series: '', x, y: finiteOrNull(value) });
    else if (typeof value === 'object' && value !== null) {
      for (const [metric, y] of Object.entries(value)) {
        points.push({ metric, series: name, x, y: finiteOrNull(y) });
      }
    }
  }
  return points;
}

/** Rows of a file's text, one JSON object per line. */
function parseRows(op: string, text: string): MetricsRow[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, i) => {
    try {
      const row: unknown = JSON.parse(line);
      if (typeof row === 'object' && row !== null) return { ...row };
    } catch {
      // The message below says which line.
    }
    throw new ValueError(
      `${op}: line ${i + 1} is not a JSON object. Pass the text of a metrics.jsonl, or its rows`,
    );
  });
}

/** Vega-Lite's y channel; a logarithm has no zero. */
function verticalOf(title: string, isLog: boolean): object {
  const scale = isLog ? { type: 'log' } : { zero: false };
  return { field: 'y', type: 'quantitative', title, scale, axis: { minExtent: 46, tickCount: 5 } };
}

/** An axis of counts has no fractions. */
function horizontalOf(title: string, last: number): object {
  const axis = { format: 'd', tickMinStep: 1, tickCount: Math.min(8, last) };
  return { field: 'x', type: 'quantitative', title, scale: { nice: false, zero: false }, axis };
}

function checkLog(op: string, isLog: boolean, points: readonly Point[]): void {
  const bad = points.find(({ y }) => y !== null && y <= 0);
  if (isLog && bad !== undefined) {
    throw new ValueError(
      `${op}: logScale needs numbers above 0, ${bad.metric || 'a value'} is ${bad.y} at ${bad.x}`,
    );
  }
}

/**
 * Plots the rows of a training: objects such as `{ epoch, train: { loss }, validation: { loss } }`
 * or `{ epoch, loss, accuracy }`, or the text of a `metrics.jsonl`; `step` or `episode` may stand
 * in place of `epoch`. Missing values are gaps.
 * @throws ValueError when there is no row, no number, or a metric that no row has.
 * @example
 * const rows = [{ epoch: 1, loss: 1, accuracy: 0.5 }, { epoch: 2, loss: 0.5, accuracy: 0.8 }];
 * console.log(await plotMetrics(rows).save('metrics.svg')); // metrics.svg
 */
export function plotMetrics(
  rows: readonly MetricsRow[] | string,
  options: PlotMetricsOptions = {},
): Picture {
  signatures.plotMetrics.check(arguments);
  const op = 'plotMetrics';
  const { logScale = false } = options;
  const list = typeof rows === 'string' ? parseRows(op, rows) : rows;
  if (list.length === 0) throw new ValueError(`${op}: no rows, there is nothing to plot`);
  const all = list.flatMap(pointsOf);
  const found = [...new Set(all.map(({ metric }) => metric))];
  const wanted = options.metrics ?? found.filter((name) => !quietColumns.has(name));
  for (const name of wanted) {
    if (all.some(({ metric, y }) => metric === name && y !== null)) continue;
    const problem = found.includes(name) ? 'has no finite value' : 'is in no row';
    throw new ValueError(`${op}: metric '${name}' ${problem}. There are: ${found.join(', ')}`);
  }
  if (wanted.length === 0) throw new ValueError(`${op}: the rows have no metrics to plot`);
  const series = [...new Set(all.map((point) => point.series))].filter((name) => name !== '');
  const title = places.find((name) => typeof list[0]?.[name] === 'number') ?? 'epoch';
  const panels = wanted.map((name, i) => {
    const values = all.filter(({ metric }) => metric === name);
    checkLog(op, logScale, values);
    const isLast = i === wanted.length - 1;
    return {
      width: PLOT_WIDTH,
      height: wanted.length > 1 ? 170 : 320,
      data: { values },
      mark: { type: 'line', strokeWidth: 2, point: values.length <= 60 },
      encoding: {
        x: horizontalOf(isLast ? title : '', list.length),
        y: verticalOf(name, logScale),
        ...(series.length > 0
          ? { color: { field: 'series', type: 'nominal', sort: series, legend: topLegend } }
          : {}),
      },
    };
  });
  return chart(op, options, { vconcat: panels, spacing: 14 });
}

/** Means of neighbours, so that at most `MAX_POINTS` are left. */
function thin(values: readonly number[]): { x: number; y: number }[] {
  const size = Math.ceil(values.length / MAX_POINTS);
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => {
    const part = values.slice(i * size, (i + 1) * size).filter(Number.isFinite);
    const sum = part.reduce((total, y) => total + y, 0);
    return { x: i * size + 1, y: part.length === 0 ? Number.NaN : sum / part.length };
  });
}

/** Exponential moving average, started without a bias to zero. NaN are passed over. */
function smooth(values: readonly number[], keep: number): number[] {
  if (keep === 0) return [...values];
  let sum = 0;
  let weight = 0;
  return values.map((y) => {
    if (Number.isFinite(y)) {
      sum = keep * sum + (1 - keep) * y;
      weight = keep * weight + (1 - keep);
    }
    return sum / weight;
  });
}

/**
 * Plots losses in the order in which they came: one list, or several by name. NaN are gaps; of very
 * long lists means of neighbours are drawn.
 * @throws ValueError for an empty list, or one without a finite number.
 * @example
 * const [slow, fast] = [[1, 0.9, 0.8], [1, 0.4, 0.1]];
 * const picture = plotLoss({ 'lr 0.1': slow, 'lr 1': fast }, { logScale: true });
 * console.log(await picture.save('loss.svg')); // loss.svg
 */
export function plotLoss(
  losses: Numbers | Readonly<Record<string, Numbers>>,
  options: PlotLossOptions = {},
): Picture {
  signatures.plotLoss.check(arguments);
  const op = 'plotLoss';
  if (typeof losses !== 'object' || losses === null) {
    throw new ValueError(`${op}: expected a list of losses, or an object of lists, got ${losses}`);
  }
  const { logScale = false, smoothing = 0, xLabel = 'step', yLabel = 'loss' } = options;
  if (!(smoothing >= 0 && smoothing < 1)) {
    throw new ValueError(`${op}: smoothing must be from 0 up to but not 1, got ${smoothing}`);
  }
  const lists: Readonly<Record<string, Numbers>> = isNumbers(losses) ? { loss: losses } : losses;
  const names = Object.keys(lists);
  if (names.length === 0) throw new ValueError(`${op}: no losses given`);
  const raw: Point[] = [];
  const smoothed: Point[] = [];
  let longest = 1;
  for (const [name, values] of Object.entries(lists)) {
    const all = numbersOf(op, name, values);
    if (!all.some(Number.isFinite)) throw new ValueError(`${op}: every value of ${name} is NaN`);
    longest = Math.max(longest, all.length);
    const curve = thin(all);
    const after = smooth(
      curve.map(({ y }) => y),
      smoothing,
    );
    curve.forEach(({ x, y }, i) => {
      raw.push({ metric: name, series: name, x, y: finiteOrNull(y) });
      smoothed.push({ metric: name, series: name, x, y: finiteOrNull(after[i]) });
    });
  }
  checkLog(op, logScale, raw);
  const encoding = {
    x: horizontalOf(xLabel, longest),
    y: verticalOf(yLabel, logScale),
    ...(names.length > 1
      ? { color: { field: 'series', type: 'nominal', sort: names, legend: topLegend } }
      : {}),
  };
  const line = { type: 'line', strokeWidth: 2 };
  const faint = {
    data: { values: raw },
    mark: { ...line, strokeWidth: 1, opacity: 0.3 },
    encoding,
  };
  const curve = { data: { values: smoothed }, mark: line, encoding };
  return chart(op, options, { ...singleView, layer: smoothing > 0 ? [faint, curve] : [curve] });
}

function isNumbers(x: Numbers | Readonly<Record<string, Numbers>>): x is Numbers {
  return 'length' in x || 'toTypedArray' in x;
}
