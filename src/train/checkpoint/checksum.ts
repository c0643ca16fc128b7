/**
 * The checksum of a checkpoint: CRC-32C of the whole file, which stands in the file's own metadata
 * as eight hexadecimal digits, and counts as eight zeros there.
 */

import { DataError } from '../../errors.js';
import { crc32c } from '../../io/crc32c.js';

/** Metadata key of the checksum. */
export const checksumKey = 'chainrule.checksum';
/** What stands there before the checksum is known. */
export const unknownChecksum = '00000000';

const digits = unknownChecksum.length;
const marker = new TextEncoder().encode(`"${checksumKey}":"`);

/** Where the digits begin, or -1. */
function placeIn(bytes: Uint8Array): number {
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const end = Math.min(bytes.length, 8 + headerLength) - marker.length - digits;
  for (let at = bytes.indexOf(34); at !== -1 && at <= end; at = bytes.indexOf(34, at + 1)) {
    if (marker.every((byte, i) => bytes[at + i] === byte)) return at + marker.length;
  }
  return -1;
}

function checksumOf(bytes: Uint8Array, place: number): string {
  const zeros = new TextEncoder().encode(unknownChecksum);
  const before = crc32c(bytes.subarray(0, place));
  const whole = crc32c(bytes.subarray(place + digits), crc32c(zeros, before));
  return whole.toString(16).padStart(digits, '0');
}

/** Writes the checksum of a file into it. */
export function seal(bytes: Uint8Array): Uint8Array {
  const place = placeIn(bytes);
  bytes.set(new TextEncoder().encode(checksumOf(bytes, place)), place);
  return bytes;
}

/** @throws DataError, naming the file, when its bytes are not those that were written. */
export function checkSeal(bytes: Uint8Array, path: string): void {
  // Too short to be anything; what reads it says so.
  if (bytes.length < 8) return;
  const place = placeIn(bytes);
  if (place === -1) return;
  const written = new TextDecoder().decode(bytes.subarray(place, place + digits));
  const found = checksumOf(bytes, place);
  if (found === written) return;
  throw new DataError(
    `loadCheckpoint: ${path} is damaged: its checksum is ${found}, and it says ${written}`,
  );
}
