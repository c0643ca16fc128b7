/**
 * Rows of numbers as points in the plane: along the two directions in which they differ most.
 * Sources: Pearson, 1901; the directions by power iteration, von Mises and Pollaczek-Geiringer,
 * 1929.
 */

/** The plane, and where the rows stand in it. */
export interface Principal {
  readonly mean: readonly number[];
  readonly axes: readonly [readonly number[], readonly number[]];
  readonly places: readonly (readonly [x: number, y: number])[];
  /** Share of the spread that the plane shows, from 0 to 1. */
  readonly share: number;
}

type Numbers = readonly number[];

const mostRounds = 1000;
const still = 1e-15;

function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** `values` with `part` times `axis` added. */
function plus(values: Numbers, part: number, axis: Numbers): number[] {
  return values.map((value, i) => value + part * (axis[i] ?? 0));
}

function unit(values: Numbers): number[] {
  const length = Math.sqrt(dot(values, values)) || 1;
  return values.map((value) => value / length);
}

/** The rows' covariance times a direction, without the matrix between. */
function spreadAlong(rows: readonly Numbers[], axis: Numbers): number[] {
  const sum = new Array<number>(axis.length).fill(0);
  for (const row of rows) {
    const part = dot(row, axis);
    for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0) + part * (row[k] ?? 0);
  }
  return sum;
}

/** The direction in which the rows differ most, at right angles to the one that is known. */
function axisOf(rows: readonly Numbers[], width: number, known: Numbers | null): number[] {
  const free = (values: Numbers): number[] =>
    unit(known === null ? values : plus(values, -dot(values, known), known));
  let axis = free(Array.from({ length: width }, (_, i) => 1 + i / width));
  for (let round = 0; round < mostRounds; round++) {
    const next = free(spreadAlong(rows, axis));
    const moved = 1 - Math.abs(dot(next, axis));
    axis = next;
    if (moved < still) break;
  }
  return axis;
}

/** The plane of the rows, all of one length. */
export function principalPlane(rows: readonly Numbers[]): Principal {
  const width = rows[0]?.length ?? 0;
  const sums = rows.reduce<number[]>((sum, row) => plus(sum, 1, row), new Array(width).fill(0));
  const mean = sums.map((sum) => sum / rows.length);
  const centred = rows.map((row) => plus(row, -1, mean));
  const across = axisOf(centred, width, null);
  const up = axisOf(centred, width, across);
  const places = centred.map((row) => [dot(row, across), dot(row, up)] as const);
  const all = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const shown = places.reduce((sum, place) => sum + dot(place, place), 0);
  return { mean, axes: [across, up], places, share: all > 0 ? shown / all : 1 };
}
