/** The curves that a chart asks for, and the bytes that they are sent as. */

import type { SeriesHeader, XAxis } from '../protocol/protocol.js';
import { type Curve, decimate, smooth, type View } from './decimate.js';
import type { MetricsTable } from './metrics-table.js';

/** What a chart wants to see. */
export interface SeriesWish {
  readonly metrics: readonly string[];
  readonly x: XAxis;
  /** The part that is shown; null for all. */
  readonly from: number | null;
  readonly to: number | null;
  /** Columns of pixels of the chart. */
  readonly pixels: number;
  /** Weight of the past, from 0 (no smoothing) up to below 1. */
  readonly smoothing: number;
}

/** The metrics of a run. */
export interface NamedTable {
  readonly run: string;
  readonly table: MetricsTable;
  /** Whether it has samples of the lines only. */
  readonly isRough: boolean;
}

type Numbers = Float32Array | Float64Array;

/** The number of each line, where nothing counts them. */
function lineNumbers(rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => i + 1);
}

/** What the x axis shows of a run, for each line; times in seconds. */
export function xOf(table: MetricsTable, axis: XAxis): Numbers {
  if (axis === 'step' || axis === 'epoch') {
    const column = table.column(axis) ?? table.column(axis === 'step' ? 'epoch' : 'step');
    return column?.values ?? lineNumbers(table.rows);
  }
  const times = table.column('time')?.values;
  if (times === undefined) return lineNumbers(table.rows);
  const start = axis === 'relative' ? (times[0] ?? 0) : 0;
  return Float64Array.from(times, (time) => (time - start) / 1000);
}

function extentOf(x: Numbers): [number, number] {
  return x.length === 0 ? [0, 0] : [x[0] ?? 0, x[x.length - 1] ?? 0];
}

interface Prepared extends NamedTable {
  readonly x: Numbers;
  readonly extent: readonly [number, number];
}

function viewOf(prepared: readonly Prepared[], { from, to, pixels }: SeriesWish): View {
  const shown = prepared.filter(({ x }) => x.length > 0);
  return {
    from: from ?? Math.min(...shown.map(({ extent }) => extent[0])),
    to: to ?? Math.max(...shown.map(({ extent }) => extent[1])),
    pixels,
  };
}

/** All curves of the tables that have one of the metrics. */
export function seriesOf(
  tables: readonly NamedTable[],
  wish: SeriesWish,
): { readonly headers: SeriesHeader[]; readonly curves: Curve[] } {
  const prepared = tables.map((named) => {
    const x = xOf(named.table, wish.x);
    return { ...named, x, extent: extentOf(x) };
  });
  const view = viewOf(prepared, wish);
  const headers: SeriesHeader[] = [];
  const curves: Curve[] = [];
  for (const { run, table, isRough, x, extent } of prepared) {
    for (const metric of wish.metrics) {
      const y = table.column(metric)?.values;
      if (y === undefined) continue;
      const smoothed = wish.smoothing > 0 ? smooth(y, wish.smoothing) : null;
      const curve = decimate(x, smoothed?.values ?? y, view);
      curves.push(curve);
      headers.push({
        run,
        metric,
        length: curve.x.length,
        rows: table.rows,
        decimated: curve.decimated,
        rough: isRough,
        smoothing: smoothed?.state ?? null,
        extent,
        origin: table.column('time')?.at(0) ?? 0,
      });
    }
  }
  return { headers, curves };
}

/** The bytes of an answer: `SeriesHeader` says how they lie. */
export function encodeSeries(
  headers: readonly SeriesHeader[],
  curves: readonly Curve[],
): Uint8Array {
  const text = Buffer.from(JSON.stringify(headers));
  const padded = Math.ceil((4 + text.length) / 8) * 8;
  const numbers = curves.reduce((sum, { x, y }) => sum + x.length + y.length, 0);
  const bytes = Buffer.alloc(padded + 8 * numbers, ' ');
  bytes.writeUInt32LE(padded - 4, 0);
  text.copy(bytes, 4);
  let at = padded;
  for (const { x, y } of curves) {
    for (const list of [x, y]) {
      bytes.set(new Uint8Array(list.buffer, list.byteOffset, list.byteLength), at);
      at += list.byteLength;
    }
  }
  return bytes;
}
