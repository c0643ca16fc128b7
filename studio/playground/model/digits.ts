/**
 * Handwritten digits as points in the plane: a picture stands where its two principal components
 * put it. Sources: Pearson, 1901; the axes by power iteration, von Mises and Pollaczek-Geiringer,
 * 1929.
 */

import type { Point } from './config.js';
import { reach } from './points.js';

/** Value of full ink in the data set. */
const fullInk = 16;
/** The outermost picture stands this far inside the edge of the plane. */
const margin = 0.25;
const rounds = 300;

/** The pictures, and what lies between them. */
export interface Digits {
  readonly points: readonly Point[];
  /** The pixels of the picture that a place of the plane stands for. */
  readonly pixelsAt: (x: number, y: number) => number[];
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function unit(values: readonly number[]): number[] {
  const length = Math.sqrt(dot(values, values)) || 1;
  return values.map((value) => value / length);
}

/** The direction in which the pictures differ most, apart from those that are known. */
function axisOf(covariance: readonly number[][], known: readonly number[][]): number[] {
  const free = (values: readonly number[]): number[] =>
    known.reduce<number[]>(
      (rest, axis) => {
        const part = dot(rest, axis);
        return rest.map((value, i) => value - part * (axis[i] ?? 0));
      },
      [...values],
    );
  let axis = unit(free(covariance.map((_, i) => 1 + i / covariance.length)));
  for (let round = 0; round < rounds; round++) {
    axis = unit(free(covariance.map((row) => dot(row, axis))));
  }
  return axis;
}

function covarianceOf(rows: readonly number[][]): number[][] {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, k) => rows.map((row) => row[k] ?? 0));
  return columns.map((a) => columns.map((b) => dot(a, b)));
}

/** Pictures with their digits, laid out in the plane. */
export function layOut(pictures: readonly number[][], labels: readonly number[]): Digits {
  const width = pictures[0]?.length ?? 0;
  const mean = Array.from(
    { length: width },
    (_, k) => pictures.reduce((sum, row) => sum + (row[k] ?? 0), 0) / pictures.length,
  );
  const centred = pictures.map((row) => row.map((value, k) => value - (mean[k] ?? 0)));
  const covariance = covarianceOf(centred);
  const across = axisOf(covariance, []);
  const up = axisOf(covariance, [across]);
  const places = centred.map((row) => [dot(row, across), dot(row, up)] as const);
  const far = Math.max(...places.flat().map(Math.abs));
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
