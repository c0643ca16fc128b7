/**
 * TFRecord: how messages follow each other in a file. Length as eight bytes, its checksum, the
 * message, its checksum; checksums are CRC-32C, turned by 15 bits and moved, so that a checksum of
 * data with checksums in it is no accident.
 * Source: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */

import { crc32c } from '../../io/crc32c.js';

const moved = 0xa282ead8;

function masked(data: Uint8Array): number {
  const crc = crc32c(data);
  return (((crc >>> 15) | (crc << 17)) + moved) >>> 0;
}

/** One message as it stands in a file. */
export function recordOf(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return record;
}

/** The records of a file. */
export interface Records {
  readonly records: readonly Uint8Array[];
  /** Records whose checksum is not theirs. */
  readonly damaged: number;
  /** Bytes at the end that are no records. */
  readonly rest: number;
}

/**
 * The messages in the bytes of a file. After a damaged message the next one is found by its
 * length; after a damaged length there is nothing to go by.
 */
export function recordsIn(bytes: Uint8Array): Records {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  let [at, damaged] = [0, 0];
  while (at + 12 <= bytes.length) {
    if (view.getUint32(at + 8, true) !== masked(bytes.subarray(at, at + 8))) break;
    const end = at + 12 + Number(view.getBigUint64(at, true));
    if (end + 4 > bytes.length) break;
    const message = bytes.subarray(at + 12, end);
    if (view.getUint32(end, true) === masked(message)) records.push(message);
    else damaged++;
    at = end + 4;
  }
  return { records, damaged, rest: bytes.length - at };
}
