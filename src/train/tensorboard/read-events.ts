/**
 * `readEvents`: what a TensorBoard event file has, scalars and histograms. Field numbers are those
 * of `event.proto`, `summary.proto`, `histogram.proto` and `tensor.proto` of
 * https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto
 */

import { DataError } from '../../errors.js';
import * as signatures from '../../signatures/train.js';
import type { ValueHistogram } from '../layers/value-histogram.js';
import { binned } from './bins.js';
import { fieldIn, fieldsIn, floatsIn, type ReadField } from './proto-reader.js';
import { recordsIn } from './record.js';

/** Where a value of an event file stands. */
interface Stamp {
  readonly tag: string;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** A number of an event file. */
export interface EventScalar extends Stamp {
  readonly value: number;
}

/** How numbers were spread, in bins of one width. */
export interface EventHistogram extends Stamp {
  readonly histogram: ValueHistogram;
}

/** What an event file has; other things that TensorBoard shows are left out. */
export interface EventFile {
  readonly scalars: readonly EventScalar[];
  readonly histograms: readonly EventHistogram[];
  /** What of it could not be read, as a sentence; empty when it is whole. */
  readonly damage: string;
}

/** Types of tensors: `DT_FLOAT`, `DT_DOUBLE`. */
const float32 = 1;
const float64 = 2;
const decoder = new TextDecoder();

/** The numbers of a `TensorProto` of floats or doubles. */
function tensorIn(bytes: Uint8Array): number[] {
  const dtype = fieldIn(bytes, 1)?.whole;
  if (dtype !== float32 && dtype !== float64) return [];
  const size = dtype === float32 ? 4 : 8;
  const content = fieldIn(bytes, 4)?.bytes;
  if (content !== undefined && content.length > 0) return floatsIn(content, size);
  const list = dtype === float32 ? 5 : 6;
  return [...fieldsIn(bytes)].flatMap((one) =>
    one.field === list ? floatsIn(one.bytes, size) : [],
  );
}

function doubleIn(bytes: Uint8Array, field: number): number {
  const found = fieldIn(bytes, field);
  return found === undefined ? 0 : (floatsIn(found.bytes, 8)[0] ?? 0);
}

/** `HistogramProto`: ends of buckets and how many numbers each has. */
function histogramIn(bytes: Uint8Array): ValueHistogram {
  const list = (field: number): number[] =>
    [...fieldsIn(bytes)].flatMap((one) => (one.field === field ? floatsIn(one.bytes, 8) : []));
  const [low, high, count] = [doubleIn(bytes, 1), doubleIn(bytes, 2), doubleIn(bytes, 3)];
  const [sum, squares] = [doubleIn(bytes, 4), doubleIn(bytes, 5)];
  const [ends, counts] = [list(6), list(7)];
  const buckets = ends.map((end, i): readonly [number, number, number] => [
    i === 0 ? low : (ends[i - 1] ?? low),
    end,
    counts[i] ?? 0,
  ]);
  const mean = count > 0 ? sum / count : 0;
  const std = count > 0 ? Math.sqrt(Math.max(0, squares / count - mean * mean)) : 0;
  return { ...binned(buckets, low, high), mean, std, notFinite: 0 };
}

/** A tensor of rows `[from, to, count]`, as later versions of TensorFlow write histograms. */
function histogramOfRows(rows: readonly number[]): ValueHistogram {
  const buckets = Array.from(
    { length: Math.floor(rows.length / 3) },
    (_, i): readonly [number, number, number] => [
      rows[3 * i] ?? 0,
      rows[3 * i + 1] ?? 0,
      rows[3 * i + 2] ?? 0,
    ],
  ).filter(([, , count]) => count > 0);
  const low = Math.min(...buckets.map(([from]) => from));
  const high = Math.max(...buckets.map(([, to]) => to));
  const total = buckets.reduce((sum, [, , count]) => sum + count, 0);
  const middle = ([from, to]: readonly [number, number, number]): number => (from + to) / 2;
  const mean = buckets.reduce((sum, one) => sum + one[2] * middle(one), 0) / total;
  const variance =
    buckets.reduce((sum, one) => sum + one[2] * (middle(one) - mean) ** 2, 0) / total;
  return { ...binned(buckets, low, high), mean, std: Math.sqrt(variance), notFinite: 0 };
}

/** The name of the plugin that shows a value: `SummaryMetadata.plugin_data.plugin_name`. */
function pluginIn(value: Uint8Array): string {
  const metadata = fieldIn(value, 9)?.bytes ?? new Uint8Array();
  const plugin = fieldIn(metadata, 1)?.bytes ?? new Uint8Array();
  return decoder.decode(fieldIn(plugin, 1)?.bytes);
}

interface Found {
  readonly scalars: EventScalar[];
  readonly histograms: EventHistogram[];
  /** Plugins by tag: only the first value of a tag names its own. */
  readonly plugins: Map<string, string>;
}

function takeValue(value: Uint8Array, at: Omit<Stamp, 'tag'>, found: Found): void {
  const tag = decoder.decode(fieldIn(value, 1)?.bytes);
  const stamp = { tag, ...at };
  const plugin = pluginIn(value) || (found.plugins.get(tag) ?? '');
  found.plugins.set(tag, plugin);
  const content = [...fieldsIn(value)].find(({ field }) => [2, 5, 8].includes(field));
  if (content === undefined || plugin === 'hparams') return;
  if (content.field === 2) {
    found.scalars.push({ ...stamp, value: floatsIn(content.bytes, 4)[0] ?? Number.NaN });
  } else if (content.field === 5) {
    found.histograms.push({ ...stamp, histogram: histogramIn(content.bytes) });
  } else takeTensor(content, stamp, plugin, found);
}

function takeTensor({ bytes }: ReadField, stamp: Stamp, plugin: string, found: Found): void {
  const numbers = tensorIn(bytes);
  if (plugin === 'histograms') {
    if (numbers.length >= 3) {
      found.histograms.push({ ...stamp, histogram: histogramOfRows(numbers) });
    }
  } else if (numbers.length === 1) {
    found.scalars.push({ ...stamp, value: numbers[0] ?? Number.NaN });
  }
}

function takeEvent(event: Uint8Array, found: Found): void {
  const [seconds = 0] = floatsIn(fieldIn(event, 1)?.bytes ?? new Uint8Array(), 8);
  const at = { step: fieldIn(event, 2)?.whole ?? 0, time: 1000 * seconds };
  const summary = fieldIn(event, 5)?.bytes ?? new Uint8Array();
  for (const { field, bytes } of fieldsIn(summary)) if (field === 1) takeValue(bytes, at, found);
}

/**
 * Scalars and histograms of a TensorBoard event file, such as `SummaryWriter`, PyTorch or Keras
 * write them, in the order of the file. Checksums are verified: a record that is damaged is left
 * out, a tail that is cut off ends the reading, and `damage` says so.
 *
 * @throws DataError for bytes that are no event file.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 *
 * const writer = new SummaryWriter('runs/read-back');
 * writer.addScalar('loss', 0.5, { step: 3 });
 * const { scalars } = readEvents(readFileSync(writer.path));
 * console.log(scalars.map(({ tag, step }) => `${tag} ${step}`)); // [ 'loss 3' ]
 */
export function readEvents(bytes: Uint8Array): EventFile {
  signatures.readEvents.check(arguments);
  const found: Found = { scalars: [], histograms: [], plugins: new Map() };
  const { records, damaged, rest } = recordsIn(bytes);
  if (records.length === 0 && bytes.length > 0 && rest === bytes.length) {
    throw new DataError(
      'readEvents: these bytes are no TensorBoard event file, or its first is cut',
    );
  }
  for (const record of records) takeEvent(record, found);
  const sentences = [
    ...(damaged === 0
      ? []
      : [`${damaged} damaged ${damaged === 1 ? 'record is' : 'records are'} left out`]),
    ...(rest === 0 ? [] : [`the last ${rest} bytes cannot be read`]),
  ];
  return { scalars: found.scalars, histograms: found.histograms, damage: sentences.join('; ') };
}
