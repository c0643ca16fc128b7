/** What a neuron says everywhere in the plane, as a picture; and points on top of it. */

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isDark, seriesToken, token } from '../../design/theme.js';
import type { Point } from '../model/config.js';
import { reach } from '../model/points.js';

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

/** Colours between -1 and 1, through the background. */
function divergingTable(): Rgb[] {
  const [low, middle, high] = [rgbOf('--series-2'), rgbOf('--background'), rgbOf('--series-1')];
  return Array.from({ length: 256 }, (_, i) => {
    const value = i / 127.5 - 1;
    return value < 0 ? mix(middle, low, -0.85 * value) : mix(middle, high, 0.85 * value);
  });
}

/** From a number to one between -1 and 1. */
export type Squash = (value: number) => number;

/** The colour of a class. */
export function classToken(label: number, classes: number): string {
  if (classes > 2) return seriesToken(label);
  return label > 0.5 ? '--series-1' : '--series-2';
}

function paintOne(image: ImageData, values: Float32Array, squash: Squash): void {
  const table = divergingTable();
  for (let i = 0; i < values.length; i++) {
    const place = Math.round(127.5 * (1 + Math.max(-1, Math.min(1, squash(values[i] ?? 0)))));
    const colour = table[place] ?? [0, 0, 0];
    image.data.set(colour, 4 * i);
    image.data[4 * i + 3] = 255;
  }
}

/** Each square in the colour of its class, as strong as the network is sure. */
function paintClasses(image: ImageData, layers: readonly Float32Array[]): void {
  const background = rgbOf('--background');
  const colours = layers.map((_, i) => rgbOf(seriesToken(i)));
  const length = layers[0]?.length ?? 0;
  for (let i = 0; i < length; i++) {
    const logits = layers.map((layer) => layer[i] ?? 0);
    const top = Math.max(...logits);
    const sum = logits.reduce((total, value) => total + Math.exp(value - top), 0);
    const best = logits.indexOf(top);
    const sure = (1 / sum - 1 / layers.length) / (1 - 1 / layers.length);
    image.data.set(mix(background, colours[best] ?? background, 0.15 + 0.7 * sure), 4 * i);
    image.data[4 * i + 3] = 255;
  }
}

/** A picture of one neuron, or of all outputs together. */
export function Surface(props: {
  values: readonly Float32Array[];
  squash: Squash;
  label: string;
}): JSX.Element {
  const { values, squash, label } = props;
  const ref = useRef<HTMLCanvasElement>(null);
  const size = Math.round(Math.sqrt(values[0]?.length ?? 1));
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    const [first] = values;
    if (!context || first === undefined) return;
    const image = context.createImageData(size, size);
    if (values.length > 1) paintClasses(image, values);
    else paintOne(image, first, squash);
    context.putImageData(image, 0, 0);
  }, [values, isDark.value]);
  return (
    <canvas ref={ref} class="surface" width={size} height={size} role="img" aria-label={label} />
  );
}

/** Where a point stands, in percent. */
function percent(value: number): string {
  return `${(50 * (1 + value / reach)).toFixed(2)}`;
}

/** The points; those that are judged by have a dark edge. */
export function Points(props: {
  train: readonly Point[];
  test: readonly Point[];
  showTest: boolean;
  colourOf: (label: number) => string;
}): JSX.Element {
  const { train, test, showTest, colourOf } = props;
  const dot = ([x, y, label]: Point, i: number, name: string): JSX.Element => (
    <circle
      key={i}
      class={name}
      cx={percent(x)}
      cy={percent(-y)}
      r={1.1}
      style={{ fill: colourOf(label) }}
    />
  );
  return (
    <svg class="points" viewBox="0 0 100 100" aria-hidden="true">
      {train.map((point, i) => dot(point, i, 'train'))}
      {showTest && test.map((point, i) => dot(point, i, 'test'))}
    </svg>
  );
}
