/** A run that has event files of TensorBoard instead of metrics: all that they say. */

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DataError } from '../../errors.js';
import { type EventFile, readEvents, type ValueHistogram } from '../../train/index.js';
import { Column } from '../series/column.js';
import { MetricsTable } from '../series/metrics-table.js';
import { type FoundFile, metricOf } from './event-files.js';

/** Bytes of event files that are read of a run. */
const mostBytes = 256_000_000;
/** More than the studio's charts can use; tags beyond are left out. */
const mostTags = 400;

/** Histograms of one step, in the form of `layers.jsonl`. */
export interface EventEpoch {
  readonly epoch: number;
  readonly parameters: Readonly<
    Record<
      string,
      { readonly weight: ValueHistogram; readonly gradient: null; readonly update: null }
    >
  >;
  readonly activations: Readonly<Record<string, never>>;
}

/** What the event files of a run say. */
export interface EventRun {
  readonly table: MetricsTable;
  readonly epochs: readonly EventEpoch[];
  /** What could not be read, as a sentence, or an empty text. */
  readonly damage: string;
}

interface Row {
  time: number;
  readonly values: Map<string, number>;
}

/** Reads one file; what is none says so and has no values. */
function read(path: string): EventFile {
  try {
    return readEvents(readFileSync(path));
  } catch (error) {
    if (!(error instanceof DataError) && Reflect.get(Object(error), 'code') === undefined)
      throw error;
    return { scalars: [], histograms: [], damage: 'it cannot be read' };
  }
}

function tableOf(rows: ReadonlyMap<number, Row>): MetricsTable {
  const columns = new Map([
    ['step', new Column(true)],
    ['time', new Column(true)],
  ]);
  const steps = [...rows.keys()].sort((a, b) => a - b);
  steps.forEach((step, i) => {
    const row = rows.get(step);
    columns.get('step')?.put(i, step);
    columns.get('time')?.put(i, row?.time ?? Number.NaN);
    for (const [name, value] of row?.values ?? []) {
      const column = columns.get(name) ?? new Column(false);
      if (columns.size < mostTags) columns.set(name, column);
      column.put(i, value);
    }
  });
  return MetricsTable.of(columns, steps.length, 0);
}

function epochsOf(histograms: ReadonlyMap<number, Map<string, ValueHistogram>>): EventEpoch[] {
  const steps = [...histograms.keys()].sort((a, b) => a - b);
  return steps.map((step) => {
    const entries = [...(histograms.get(step) ?? [])].map(
      ([tag, weight]) => [tag, { weight, gradient: null, update: null }] as const,
    );
    return { epoch: step, parameters: Object.fromEntries(entries), activations: {} };
  });
}

/** The entry of a map, made where there is none. */
function entry<Value>(map: Map<number, Value>, key: number, make: () => Value): Value {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

/** Reads event files; of a step that comes twice, as after a crash, the later value counts. */
export function readEventRun(files: readonly FoundFile[]): EventRun {
  const rows = new Map<number, Row>();
  const histograms = new Map<number, Map<string, ValueHistogram>>();
  const damage: string[] = [];
  let bytes = 0;
  for (const { path, part, facts } of files) {
    bytes += facts.size;
    if (bytes > mostBytes) {
      damage.push(`event files beyond ${mostBytes / 1e6} MB are left out`);
      break;
    }
    const found = read(path);
    if (found.damage !== '') damage.push(`${basename(path)}: ${found.damage}`);
    for (const { tag, step, time, value } of found.scalars) {
      const row = entry(rows, step, () => ({ time, values: new Map<string, number>() }));
      row.time = Math.min(row.time, time);
      row.values.set(metricOf(part, tag), value);
    }
    for (const { tag, step, histogram } of found.histograms) {
      const name = part === '' ? tag : `${part}/${tag}`;
      entry(histograms, step, () => new Map<string, ValueHistogram>()).set(name, histogram);
    }
  }
  return { table: tableOf(rows), epochs: epochsOf(histograms), damage: damage.join('. ') };
}
