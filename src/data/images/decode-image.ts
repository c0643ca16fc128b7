/**
 * Pictures from the bytes of PNG and JPEG files. The decoders are `fast-png` (MIT) and `jpeg-js`
 * (BSD), both plain JavaScript, so that they run wherever the package does.
 */

import { convertIndexedToRgb, type DecodedPng, decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { DataError } from '../../errors.js';
import * as signatures from '../../signatures/data.js';
import type { Picture } from '../augment/picture.js';
import { exifOrientation, upright } from './orientation.js';

/** Options of `decodeImage`. */
export interface DecodeImageOptions {
  /** Channels: 1 for grey, 3 for red, green and blue; default 3. */
  readonly channels?: 1 | 3;
}

/** Pixels as the file has them: 1 to 4 channels, the last one of 2 or 4 is opacity. */
interface Pixels {
  readonly data: ArrayLike<number>;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** The value of full light. */
  readonly most: number;
}

/**
 * A picture `[channels, height, width]` with values from 0 (dark) to 1, from the bytes of a PNG or
 * JPEG file. What is transparent is blended with white; grey is 0.299 red + 0.587 green + 0.114
 * blue (ITU-R BT.601). A JPEG that a camera took sideways, as its EXIF orientation says, is turned
 * upright; Pillow does so when `ImageOps.exif_transpose` is called.
 *
 * Throws `DataError` for bytes of another kind, and for a damaged file.
 *
 * @example
 * import { readFileSync, writeFileSync } from 'node:fs';
 * import { plotImages } from 'chainrule/viz';
 *
 * writeFileSync('cat.png', await plotImages(zeros([1, 8, 8])).toPNG());
 * const { channels, height, width } = decodeImage(readFileSync('cat.png'));
 * console.log(channels, height > 0, width > 0); // 3 true true
 */
export function decodeImage(bytes: Uint8Array, options: DecodeImageOptions = {}): Picture {
  signatures.decodeImage.check(arguments);
  const { channels = 3 } = options;
  const pixels = pixelsOf(bytes);
  const { height, width } = pixels;
  const values = new Float32Array(channels * height * width);
  const orientation = exifOrientation(bytes);
  const area = height * width;
  for (let at = 0; at < area; at++) {
    const [red, green, blue] = colourAt(pixels, at);
    if (channels === 1) values[at] = 0.299 * red + 0.587 * green + 0.114 * blue;
    else {
      values[at] = red;
      values[area + at] = green;
      values[2 * area + at] = blue;
    }
  }
  return upright({ values, channels, height, width }, orientation);
}

/** Red, green and blue of a pixel on white ground, 0 to 1. */
function colourAt(
  { data, channels, most }: Pixels,
  at: number,
): [red: number, green: number, blue: number] {
  const start = at * channels;
  const value = (channel: number): number => (data[start + channel] ?? 0) / most;
  const opacity = channels % 2 === 0 ? value(channels - 1) : 1;
  const onWhite = (channel: number): number => 1 - opacity + opacity * value(channel);
  if (channels < 3) return [onWhite(0), onWhite(0), onWhite(0)];
  return [onWhite(0), onWhite(1), onWhite(2)];
}

function pixelsOf(bytes: Uint8Array): Pixels {
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  if (!isPng && !isJpeg) {
    throw new DataError(
      'decodeImage: the bytes are neither PNG nor JPEG. Convert the picture first',
    );
  }
  try {
    return isPng ? fromPng(decodePng(bytes)) : fromJpeg(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(
      `decodeImage: the ${isPng ? 'PNG' : 'JPEG'} is damaged or of a kind that is not known: ${reason}`,
      { cause },
    );
  }
}

function fromPng(png: DecodedPng): Pixels {
  const { width, height, palette, depth } = png;
  if (palette !== undefined) {
    const channels = palette[0]?.length ?? 3;
    return { data: convertIndexedToRgb(png), channels, height, width, most: 255 };
  }
  const most = depth === 16 ? 65_535 : 255;
  if (depth >= 8) return { data: png.data, channels: png.channels, height, width, most };
  return { data: unpacked(png), channels: 1, height, width, most: 2 ** depth - 1 };
}

/** Grey pixels of 1, 2 or 4 bits, which share bytes; each row begins with a new one. */
function unpacked({ data, depth, height, width }: DecodedPng): Uint8Array {
  const perByte = 8 / depth;
  const stride = Math.ceil(width / perByte);
  const values = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const byte = data[row * stride + Math.floor(column / perByte)] ?? 0;
      const shift = 8 - depth * (1 + (column % perByte));
      values[row * width + column] = (byte >> shift) & (2 ** depth - 1);
    }
  }
  return values;
}

function fromJpeg(bytes: Uint8Array): Pixels {
  const { data, width, height } = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: false });
  return { data, channels: 3, height, width, most: 255 };
}
