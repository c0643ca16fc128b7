/**
 * What TensorBoard shows, as messages `Summary.Value` of TensorFlow: field numbers are those of
 * `summary.proto`, `histogram.proto`, `tensor.proto` and of the plugins' own messages.
 * Source: https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto
 */

import { ValueError } from '../../errors.js';
import { bytes, double, doubles, type Field, float, message, text, whole } from './proto-writer.js';

/** A value of the hyper-parameters of a run. */
export type HyperParameter = number | string | boolean;

/** `Summary.Value` with a tag, a plugin that shows it, and what it holds. */
function value(tag: string, plugin: Uint8Array | null, content: Field): Uint8Array {
  // SummaryMetadata.plugin_data
  const metadata = plugin === null ? [] : [bytes(9, message(bytes(1, plugin)))];
  return message(text(1, tag), ...metadata, content);
}

/** `SummaryMetadata.PluginData`: the plugin's name, and a message of its own. */
function pluginData(name: string, content: Uint8Array = new Uint8Array()): Uint8Array {
  return message(text(1, name), bytes(2, content));
}

/** A number at a step. */
export function scalarValue(tag: string, number: number): Uint8Array {
  return value(tag, null, float(2, number));
}

/** Upper ends of buckets: each a tenth above the one before, on both sides of 0. */
function bucketEnds(): number[] {
  const ends: number[] = [];
  for (let end = 1e-12; end < 1e20; end *= 1.1) ends.push(end);
  return [...ends.toReversed().map((end) => -end), 0, ...ends, Number.MAX_VALUE];
}

/** Sorted numbers counted by buckets; empty buckets in a row are one. */
function bucketsOf(finite: Float64Array): { limits: number[]; counts: number[] } {
  const limits: number[] = [];
  const counts: number[] = [];
  let at = 0;
  for (const end of bucketEnds()) {
    const before = at;
    while (at < finite.length && (finite[at] ?? 0) <= end) at += 1;
    if (at === before && (counts.at(-1) ?? 0) === 0) {
      limits.splice(-1, 1, end);
      if (counts.length === 0) counts.push(0);
    } else {
      limits.push(end);
      counts.push(at - before);
    }
    if (at === finite.length) break;
  }
  return { limits, counts };
}

/** How many numbers lie where. NaN and infinities are not counted. @throws ValueError for none. */
export function histogramValue(tag: string, numbers: ArrayLike<number>): Uint8Array {
  const finite = Float64Array.from(numbers).filter(Number.isFinite).sort();
  const [least = Number.NaN] = finite;
  const most = finite.at(-1) ?? Number.NaN;
  if (finite.length === 0) {
    throw new ValueError(`addHistogram: '${tag}' needs at least one finite number`);
  }
  const { limits, counts } = bucketsOf(finite);
  const sum = finite.reduce((total, one) => total + one, 0);
  const squares = finite.reduce((total, one) => total + one * one, 0);
  const histogram = message(
    double(1, least),
    double(2, most),
    double(3, finite.length),
    double(4, sum),
    double(5, squares),
    doubles(6, limits),
    doubles(7, counts),
  );
  return value(tag, null, bytes(5, histogram));
}

/** A picture as the bytes of a PNG file. @throws ValueError for something else. */
export function imageValue(tag: string, png: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (png.length < 26 || view.getUint32(0) !== 0x89504e47) {
    throw new ValueError(`addImage: '${tag}' needs the bytes of a PNG file`);
  }
  // Channels by the colour type of the header: grey, colour, palette, each with or without alpha.
  const channels = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }[png[25] ?? 0] ?? 3;
  const image = message(
    whole(1, view.getUint32(20)),
    whole(2, view.getUint32(16)),
    whole(3, channels),
    bytes(4, png),
  );
  return value(tag, null, bytes(4, image));
}

/** Text, which TensorBoard reads as Markdown. */
export function textValue(tag: string, content: string): Uint8Array {
  // TensorProto: a list of one string (dtype 7).
  const shape = message(bytes(2, message(whole(1, 1))));
  const tensor = message(whole(1, 7), bytes(2, shape), text(8, content));
  return value(tag, pluginData('text'), bytes(8, tensor));
}

/** `google.protobuf.Value`. */
function anyValue(content: HyperParameter): Uint8Array {
  if (typeof content === 'number') return message(double(2, content));
  if (typeof content === 'string') return message(text(3, content));
  return message(whole(4, content ? 1 : 0));
}

/** A message of the plugin for hyper-parameters, under a tag that it looks for. */
function hparamsValue(tag: string, field: number, content: Uint8Array): Uint8Array {
  const data = message(whole(1, 0), bytes(field, content));
  // A scalar tensor of no meaning: the message is in the metadata.
  const empty = message(whole(1, 1), bytes(2, message()), float(5, 0));
  return value(tag, pluginData('hparams', data), bytes(8, empty));
}

/** Hyper-parameters of a run, and the names of the scalars that tell how good it is. */
export function hparamsValues(
  parameters: Readonly<Record<string, HyperParameter>>,
  metrics: readonly string[],
): Uint8Array[] {
  const entries = Object.entries(parameters);
  const types = { string: 1, boolean: 2, number: 3 } as const;
  const typeOf = (content: HyperParameter): number =>
    typeof content === 'string'
      ? types.string
      : types[typeof content === 'number' ? 'number' : 'boolean'];
  const infos = entries.map(([name, one]) =>
    bytes(4, message(text(1, name), whole(4, typeOf(one)))),
  );
  const metricInfos = metrics.map((name) => bytes(5, message(bytes(1, message(text(2, name))))));
  const session = entries.map(([name, one]) =>
    bytes(1, message(text(1, name), bytes(2, anyValue(one)))),
  );
  return [
    hparamsValue('_hparams_/experiment', 2, message(...infos, ...metricInfos)),
    hparamsValue('_hparams_/session_start_info', 3, message(...session)),
    // Status 1 is success.
    hparamsValue('_hparams_/session_end_info', 4, message(whole(1, 1))),
  ];
}

/** A node of a graph that TensorBoard draws. */
export interface GraphNode {
  /** Slashes make groups: `encoder/0`. */
  readonly name: string;
  /** What it is, such as `Linear`. */
  readonly op: string;
  /** Names of the nodes whose outputs it takes. */
  readonly inputs: readonly string[];
}

/** `GraphDef`. */
export function graphOf(nodes: readonly GraphNode[]): Uint8Array {
  return message(
    ...nodes.map(({ name, op, inputs }) =>
      bytes(1, message(text(1, name), text(2, op), ...inputs.map((input) => text(3, input)))),
    ),
    // VersionDef.producer
    bytes(4, message(whole(1, 22))),
  );
}
