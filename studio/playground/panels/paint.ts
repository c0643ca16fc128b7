/** The colours of surfaces: numbers as pixels, in the theme that the page has. */

import { isDark, seriesToken, token } from '../../design/theme.js';

type Rgb = readonly [number, number, number];

function rgbOf(name: string): Rgb {
  const digits = token(name).replace('#', '');
  // `#fff` is short for `#ffffff`.
  const hex = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const at = (i: number): number => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return [at(0), at(1), at(2)];
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const at = (i: 0 | 1 | 2): number => a[i] + share * (b[i] - a[i]);
  return [at(0), at(1), at(2)];
}

/** A colour as the four bytes of a pixel, in the order of the machine. */
function pixelOf([red, green, blue]: Rgb): number {
  const bytes = Uint8ClampedArray.of(red, green, blue, 255);
  return new Uint32Array(bytes.buffer)[0] ?? 0;
}

/** Shades of a colour table, and the classes', as they are in one theme. */
interface Palette {
  /** Between -1 and 1, through the background. */
  readonly diverging: Uint32Array;
  /** Each class, from unsure to sure. */
  readonly classes: readonly Uint32Array[];
}

const shades = 256;
/** Of digits. */
const mostClasses = 10;

function makePalette(): Palette {
  const [low, middle, high] = [rgbOf('--series-2'), rgbOf('--background'), rgbOf('--series-1')];
  const diverging = Uint32Array.from({ length: shades }, (_, i) => {
    const value = (2 * i) / (shades - 1) - 1;
    return pixelOf(mix(middle, value < 0 ? low : high, 0.85 * Math.abs(value)));
  });
  const classes = Array.from({ length: mostClasses }, (_, label) => {
    const colour = classRgb(label);
    return Uint32Array.from({ length: shades }, (__, i) =>
      pixelOf(mix(middle, colour, 0.15 + (0.7 * i) / (shades - 1))),
    );
  });
  return { diverging, classes };
}

const palettes = new Map<boolean, Palette>();

/** The colours of the theme, which are looked up in the page once. */
function palette(): Palette {
  const known = palettes.get(isDark.value) ?? makePalette();
  palettes.set(isDark.value, known);
  return known;
}

/** From a number to one between -1 and 1. */
export type Squash = (value: number) => number;

/** Colours of series; classes after them have the same ones again, mixed with that of text. */
const series = 7;
const ownShare = 0.5;

/** The colour of a class. */
export function classColour(label: number, classes: number): string {
  if (classes <= 2) return `var(${label > 0.5 ? '--series-1' : '--series-2'})`;
  const own = `var(${seriesToken(label)})`;
  if (label < series) return own;
  return `color-mix(in srgb, ${own} ${100 * ownShare}%, var(--text))`;
}

function classRgb(label: number): Rgb {
  const own = rgbOf(seriesToken(label));
  return label < series ? own : mix(rgbOf('--text'), own, ownShare);
}

/** Each square between the two colours of a sign, through the background. */
export function paintOne(pixels: Uint32Array, values: Float32Array, squash: Squash): void {
  const { diverging } = palette();
  const half = (shades - 1) / 2;
  for (let i = 0; i < values.length; i++) {
    const shade = Math.min(shades - 1, Math.max(0, half * (1 + squash(values[i] ?? 0)) + 0.5));
    pixels[i] = diverging[shade | 0] ?? 0;
  }
}

/** Each square in the colour of its class, as strong as the network is sure. */
export function paintClasses(pixels: Uint32Array, layers: readonly Float32Array[]): void {
  const { classes } = palette();
  const even = 1 / layers.length;
  for (let i = 0; i < pixels.length; i++) {
    let best = 0;
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < layers.length; k++) {
      const value = layers[k]?.[i] ?? 0;
      if (value <= top) continue;
      best = k;
      top = value;
    }
    let sum = 0;
    for (let k = 0; k < layers.length; k++) sum += Math.exp((layers[k]?.[i] ?? 0) - top);
    const sure = (1 / sum - even) / (1 - even);
    pixels[i] = classes[best]?.[Math.round((shades - 1) * sure)] ?? 0;
  }
}
