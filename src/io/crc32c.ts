/**
 * CRC-32C, the checksum of checkpoints and of TensorBoard's event files. Source: G. Castagnoli et
 * al., "Optimization of cyclic redundancy-check codes with 24 and 32 parity bits", 1993; RFC 3720,
 * appendix B.4.
 */

/** The polynomial, its bits reversed. */
const polynomial = 0x82f63b78;
/** Bytes that one step takes. */
const width = 8;

/** Table k, row b: what byte b adds when k bytes follow it in the same step. */
function makeTables(): readonly Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let bits = byte;
    for (let i = 0; i < 8; i++) bits = bits & 1 ? (bits >>> 1) ^ polynomial : bits >>> 1;
    return bits;
  });
  const tables = [first];
  for (let k = 1; k < width; k++) {
    const before = tables[k - 1] ?? first;
    tables.push(before.map((bits) => (bits >>> 8) ^ (first[bits & 0xff] ?? 0)));
  }
  return tables;
}

const tables = makeTables();

/**
 * The CRC-32C of `bytes`, an integer from 0 to 2^32 - 1.
 *
 * @param start the checksum of what comes before, to go on from; default that of nothing.
 */
export function crc32c(bytes: Uint8Array, start = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;
  if (!t0 || !t1 || !t2 || !t3 || !t4 || !t5 || !t6 || !t7) return 0;
  let crc = ~start;
  let at = 0;
  const b = (i: number): number => bytes[at + i] ?? 0;
  for (; at + width <= bytes.length; at += width) {
    const low = crc ^ (b(0) | (b(1) << 8) | (b(2) << 16) | (b(3) << 24));
    crc =
      (t7[low & 0xff] ?? 0) ^
      (t6[(low >>> 8) & 0xff] ?? 0) ^
      (t5[(low >>> 16) & 0xff] ?? 0) ^
      (t4[low >>> 24] ?? 0) ^
      (t3[b(4)] ?? 0) ^
      (t2[b(5)] ?? 0) ^
      (t1[b(6)] ?? 0) ^
      (t0[b(7)] ?? 0);
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ (t0[(crc ^ b(0)) & 0xff] ?? 0);
  return ~crc >>> 0;
}
