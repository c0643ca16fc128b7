/** Handwritten digits as points in the plane of their two principal components. */

import { principalPlane } from '../../design/principal.js';
import type { Point } from './config.js';
import { reach } from './points.js';

/** Value of full ink in the data set. */
const fullInk = 16;
/** The outermost picture stands this far inside the edge of the plane. */
const margin = 0.25;

/** The pictures, and what lies between them. */
export interface Digits {
  readonly points: readonly Point[];
  /** The pixels of the picture that a place of the plane stands for. */
  readonly pixelsAt: (x: number, y: number) => number[];
}

/** Pictures with their digits, laid out in the plane. */
export function layOut(pictures: readonly number[][], labels: readonly number[]): Digits {
  const { mean, axes, places } = principalPlane(pictures);
  const [across, up] = axes;
  const far = places.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = (reach - margin) / (far || 1);
  return {
    points: pictures.map((row, i): Point => {
      const [x, y] = places[i] ?? [0, 0];
      return [scale * x, scale * y, labels[i] ?? 0, ...row];
    }),
    pixelsAt: (x, y) =>
      mean.map((value, k) => value + (x * (across[k] ?? 0) + y * (up[k] ?? 0)) / scale),
  };
}

/** The library's digits, which are loaded when they are first wanted. */
export async function loadedDigits(): Promise<Digits> {
  const { loadDigits } = await import('chainrule/data');
  const { data, target } = loadDigits();
  const [, width = 0] = data.shape;
  const values = data.div(fullInk).toTypedArray();
  const labels = Array.from(target.toTypedArray(), Number);
  const pictures = labels.map((_, i) =>
    Array.from(values.subarray(i * width, (i + 1) * width), Number),
  );
  return layOut(pictures, labels);
}
