/**
 * Which way up a JPEG is: cameras store pixels as the sensor lay, and note how it was held.
 * Source: CIPA DC-008-2019 (Exif 2.32), 4.5.4 (the APP1 segment) and 4.6.4, tag 0x0112.
 */

import { drawPicture, type Picture } from '../augment/picture.js';

const tag = 0x0112;
const startOfScan = 0xda;
const app1 = 0xe1;

/** The number of the orientation, 1 to 8; 1, upright, where nothing is said. */
export function exifOrientation(bytes: Uint8Array): number {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return 1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1];
    if (marker === startOfScan) break;
    const end = at + 2 + view.getUint16(at + 2);
    if (marker === app1 && isExif(bytes, at + 4) && end <= bytes.length) {
      return orientationIn(new DataView(view.buffer, view.byteOffset + at + 10, end - at - 10));
    }
    at = end;
  }
  return 1;
}

const isExif = (bytes: Uint8Array, at: number): boolean =>
  [...'Exif\0\0'].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

/** Looks for the tag in the first list of a TIFF file, which an EXIF segment is. */
function orientationIn(tiff: DataView): number {
  try {
    const isLittle = tiff.getUint16(0) === 0x4949;
    const list = tiff.getUint32(4, isLittle);
    const count = tiff.getUint16(list, isLittle);
    for (let entry = list + 2; entry < list + 2 + 12 * count; entry += 12) {
      if (tiff.getUint16(entry, isLittle) !== tag) continue;
      const value = tiff.getUint16(entry + 8, isLittle);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    // Cut off or not as the format says: the picture is taken as it lies.
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** Where the pixel of the upright picture at a row and column lies in the stored one. */
type Lies = (
  row: number,
  column: number,
  last: { row: number; column: number },
) => [number, number];

/** By the number of the orientation; from 5 on rows and columns are exchanged. */
const places: Readonly<Record<number, Lies>> = {
  2: (row, column, last) => [row, last.column - column],
  3: (row, column, last) => [last.row - row, last.column - column],
  4: (row, column, last) => [last.row - row, column],
  5: (row, column) => [column, row],
  6: (row, column, last) => [last.row - column, row],
  7: (row, column, last) => [last.row - column, last.column - row],
  8: (row, column, last) => [column, last.column - row],
};

/** A picture that was stored in an orientation, upright. */
export function upright(picture: Picture, orientation: number): Picture {
  const lies = places[orientation];
  if (lies === undefined) return picture;
  const { height, width, values } = picture;
  const last = { row: height - 1, column: width - 1 };
  const size = orientation < 5 ? ([height, width] as const) : ([width, height] as const);
  return drawPicture(picture, size, (channel, row, column) => {
    const [storedRow, storedColumn] = lies(row, column, last);
    return values[(channel * height + storedRow) * width + storedColumn] ?? 0;
  });
}
