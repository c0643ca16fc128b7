/**
 * Pixels as a `data:` address that an image mark can show: PNG without compression, so that it
 * needs no library and is the same on every platform. Source: https://www.w3.org/TR/png-3/
 */

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

const signature: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The longest block that deflate can store as it is. */
const MAX_STORED = 65_535;

function bytes32(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}

function crc32(bytes: readonly number[]): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function adler32(bytes: readonly number[]): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return ((high << 16) | low) >>> 0;
}

/** A zlib stream of stored blocks. */
function store(bytes: readonly number[]): number[] {
  const stream = [0x78, 0x01];
  for (let at = 0; at < bytes.length; at += MAX_STORED) {
    const block = bytes.slice(at, at + MAX_STORED);
    const size = block.length;
    const isLast = at + MAX_STORED >= bytes.length ? 1 : 0;
    stream.push(isLast, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255);
    for (const byte of block) stream.push(byte);
  }
  return stream.concat(bytes32(adler32(bytes)));
}

function chunk(name: string, content: readonly number[]): number[] {
  const body = [...Array.from(name, (letter) => letter.charCodeAt(0)), ...content];
  return [...bytes32(content.length), ...body, ...bytes32(crc32(body))];
}

/** How many colours a palette holds. */
const PALETTE = 256;

/** The image of `width` x `height` pixels, row by row from the top, as a `data:` address. */
export function imageAddress(
  width: number,
  height: number,
  pixelAt: (column: number, row: number) => Colour,
): string {
  const colours = Array.from({ length: width * height }, (_, i) =>
    pixelAt(i % width, Math.floor(i / width)).map((part) =>
      Math.max(0, Math.min(255, Math.round(part))),
    ),
  );
  const palette = new Map<string, number>();
  for (const colour of colours) {
    const name = colour.join();
    if (!palette.has(name)) palette.set(name, palette.size);
  }
  // A palette takes a third of the bytes.
  const isFew = palette.size <= PALETTE;
  const pixels = isFew ? colours.map((colour) => [palette.get(colour.join()) ?? 0]) : colours;
  const raw = pixels.flatMap((pixel, i) => (i % width === 0 ? [0, ...pixel] : pixel));
  const header = [...bytes32(width), ...bytes32(height), 8, isFew ? 3 : 2, 0, 0, 0];
  const names = [...palette.keys()].flatMap((name) => name.split(',').map(Number));
  const png = [
    signature,
    chunk('IHDR', header),
    isFew ? chunk('PLTE', names) : [],
    chunk('IDAT', store(raw)),
    chunk('IEND', []),
  ];
  return `data:image/png;base64,${base64(png.flat())}`;
}

function base64(bytes: readonly number[]): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** `#rrggbb` as numbers. */
export function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A colour as `#rrggbb`. */
export function hexOf(colour: Colour): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/** The colour that is `share` (0 to 1) of the way from `a` to `b`. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  const part = (i: 0 | 1 | 2): number => a[i] + (b[i] - a[i]) * share;
  return [part(0), part(1), part(2)];
}

/** Nine colours along viridis, dark to light. */
const viridis: readonly Colour[] = [
  '#440154',
  '#472d7b',
  '#3b528b',
  '#2c728e',
  '#21918c',
  '#28ae80',
  '#5ec962',
  '#addc30',
  '#fde725',
].map(colourOf);

/** The colour of viridis at `share`, 0 (dark) to 1 (light). */
export function viridisAt(share: number): Colour {
  const place = Math.max(0, Math.min(1, share)) * (viridis.length - 1);
  const index = Math.min(viridis.length - 2, Math.floor(place));
  const [a, b] = [viridis[index], viridis[index + 1]];
  return a === undefined || b === undefined ? [0, 0, 0] : mix(a, b, place - index);
}
