/**
 * `plotLandscape`: a function of two numbers, such as the loss over two weights, as a map or as a
 * mountain, with the walks of optimisers on it.
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/viz.js';
import type { Picture } from '../picture.js';
import { seriesColour, type Theme, themeOf } from '../style/theme.js';
import { type ChartOptions, chart, topLegend } from './chart.js';
import { contour, evenly, type Grid } from './contour.js';
import { extentOf } from './numbers.js';
import { hexOf, imageAddress, viridisAt } from './pixels.js';
import { planeSpec } from './plane.js';

/** A walk: the places where it stood, `[x, y]` each. */
export type Walk = readonly (readonly [x: number, y: number])[];

/** Options of `plotLandscape`. */
export interface PlotLandscapeOptions extends ChartOptions {
  /** First and last x, `[-1, 1]` by default. */
  readonly x?: readonly [from: number, to: number];
  /** First and last y, `[-1, 1]` by default. */
  readonly y?: readonly [from: number, to: number];
  /** Walks to draw, by name. */
  readonly walks?: Readonly<Record<string, Walk>>;
  /** `'map'` (default) is seen from above; `'mountain'` from the side. */
  readonly view?: 'map' | 'mountain';
  /** Points along each side; by default 40 for a map, 24 for a mountain. */
  readonly resolution?: number;
}

const op = 'plotLandscape';
const LINES = 11;
/** Pixels of the mountain. */
const SIDE = { width: 600, height: 400 } as const;
/** Where the eye is: how far around, how far up, and how high the highest place is drawn. */
const eye = { around: Math.PI / 7, up: Math.PI / 5.5, height: 1.1 } as const;

/** The function on its grid, with shares of the height, bent so that valleys have lines too. */
interface Land {
  readonly grid: Grid;
  readonly low: number;
  readonly high: number;
  readonly shareAt: (value: number) => number;
}

function survey(
  fn: (x: number, y: number) => number,
  [fromX, toX]: readonly [number, number],
  [fromY, toY]: readonly [number, number],
  resolution: number,
): Land {
  const [xs, ys] = [evenly(fromX, toX, resolution), evenly(fromY, toY, resolution)];
  const values = ys.flatMap((y) => xs.map((x) => fn(x, y)));
  const bad = values.findIndex((value) => typeof value !== 'number' || !Number.isFinite(value));
  if (bad !== -1) {
    const [x, y] = [xs[bad % resolution], ys[Math.floor(bad / resolution)]];
    throw new ValueError(`${op}: the function gave ${values[bad]} at (${x}, ${y}), not a number`);
  }
  const [low, high] = extentOf(values);
  const shareAt = (value: number): number =>
    Math.sqrt(Math.max(0, value - low) / (high - low || 1));
  return { grid: { xs, ys, values }, low, high, shareAt };
}

interface Step {
  readonly name: string;
  readonly order: number;
  readonly x: number;
  readonly y: number;
}

/** Far below a pixel, and half the digits. */
const short = (x: number): number => Number(x.toPrecision(6));

function stepsOf(walks: Readonly<Record<string, Walk>>): Step[] {
  return Object.entries(walks).flatMap(([name, walk]) =>
    walk.map(([x, y], order) => ({ name, order, x: short(x), y: short(y) })),
  );
}

/** Lines along the walks and a dot at each place, in the colours of series that show on viridis. */
function walkMarks(theme: Theme, names: readonly string[], x: object, y: object): object[] {
  const range = names.map((_, i) => seriesColour(theme, [1, 3, 4, 5, 6][i % 5] ?? 1));
  const color = { field: 'name', type: 'nominal', scale: { domain: names, range } };
  const legend = { ...topLegend, symbolType: 'circle', symbolStrokeWidth: 0 };
  const encoding = { x, y, order: { field: 'order' } };
  return [
    { mark: { type: 'line', strokeWidth: 2 }, encoding: { ...encoding, color } },
    {
      mark: {
        type: 'point',
        aria: false,
        filled: true,
        size: 26,
        opacity: 1,
        stroke: '#ffffff',
        strokeWidth: 0.6,
      },
      encoding: { ...encoding, color: { ...color, legend } },
    },
  ];
}

function mapSpec(land: Land, options: PlotLandscapeOptions, theme: Theme): object {
  const { grid, low, high, shareAt } = land;
  const { walks = {}, x = [-1, 1], y = [-1, 1], xLabel = 'x', yLabel = 'y' } = options;
  const [columns, rows] = [grid.xs.length, grid.ys.length];
  const levels = evenly(0, 1, LINES + 2).slice(1, -1);
  return planeSpec({
    url: imageAddress(columns, rows, (column, row) =>
      viridisAt(shareAt(grid.values[(rows - 1 - row) * columns + column] ?? high)),
    ),
    lines: levels.flatMap((share) => contour(grid, low + (high - low) * share ** 2)),
    stroke: { color: '#ffffff', opacity: 0.6, strokeWidth: 1 },
    x: { title: xLabel, domain: x },
    y: { title: yLabel, domain: y },
    marks: (axisX, axisY) => ({
      data: { values: stepsOf(walks) },
      layer: walkMarks(
        theme,
        Object.keys(walks),
        { field: 'x', ...axisX },
        { field: 'y', ...axisY },
      ),
    }),
  });
}

/** Where a place of the land is on the paper; `far` grows with the distance from the eye. */
function project(u: number, v: number, share: number): { x: number; y: number; far: number } {
  const [sin, cos] = [Math.sin(eye.around), Math.cos(eye.around)];
  const far = u * sin + v * cos;
  const y = far * Math.sin(eye.up) + share * eye.height * Math.cos(eye.up);
  return { x: u * cos - v * sin, y, far };
}

interface Patch {
  readonly corners: readonly { readonly x: number; readonly y: number }[];
  readonly fill: string;
}

/** The land as patches, the far ones first, so that near ones cover them. */
function patchesOf({ grid, high, low }: Land): Patch[] {
  const { xs, values } = grid;
  const size = xs.length;
  const shareAt = (place: number): number => ((values[place] ?? high) - low) / (high - low || 1);
  const cornerAt = (column: number, row: number) =>
    project(
      (2 * column) / (size - 1) - 1,
      (2 * row) / (size - 1) - 1,
      shareAt(row * size + column),
    );
  const cells = Array.from({ length: (size - 1) ** 2 }, (_, i) => {
    const [column, row] = [i % (size - 1), Math.floor(i / (size - 1))];
    const corners = [
      cornerAt(column, row),
      cornerAt(column + 1, row),
      cornerAt(column + 1, row + 1),
      cornerAt(column, row + 1),
    ];
    const far = corners.reduce((sum, corner) => sum + corner.far, 0);
    return { corners, far, fill: hexOf(viridisAt(Math.sqrt(shareAt(row * size + column)))) };
  });
  return cells.sort((a, b) => b.far - a.far);
}

/** From the extents of what is drawn to pixels of the plot. */
function scalesOf(xs: readonly number[], ys: readonly number[]) {
  const [[left, right], [bottom, top]] = [extentOf(xs), extentOf(ys)];
  return {
    x: { domain: [left, right], at: (x: number) => (SIDE.width * (x - left)) / (right - left) },
    y: { domain: [bottom, top], at: (y: number) => (SIDE.height * (top - y)) / (top - bottom) },
  };
}

const tenth = (x: number): number => Math.round(x * 10) / 10;

function mountainSpec(
  land: Land,
  options: PlotLandscapeOptions,
  theme: Theme,
  fn: PlaneFunction,
): object {
  const { walks = {}, x: [fromX, toX] = [-1, 1], y: [fromY, toY] = [-1, 1] } = options;
  const steps = stepsOf(walks).map(({ x, y, ...step }) => {
    const share = Math.min(1, (fn(x, y) - land.low) / (land.high - land.low || 1));
    const [u, v] = [(2 * (x - fromX)) / (toX - fromX) - 1, (2 * (y - fromY)) / (toY - fromY) - 1];
    return { ...step, ...project(u, v, share) };
  });
  const patches = patchesOf(land);
  const places = [...patches.flatMap(({ corners }) => corners), ...steps];
  const scales = scalesOf(
    places.map(({ x }) => x),
    places.map(({ y }) => y),
  );
  const place = (field: 'x' | 'y'): object => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { domain: scales[field].domain, zero: false, nice: false },
  });
  // Symbols of their own shape in pixels: lines, each of them a group, take three times the bytes.
  const shapes = patches.map(({ corners, fill }) => ({
    fill,
    shape: `M${corners.map(({ x, y }) => `${tenth(scales.x.at(x))},${tenth(scales.y.at(y))}`).join('L')}Z`,
  }));
  return {
    ...SIDE,
    view: { stroke: null },
    layer: [
      {
        data: { values: shapes },
        mark: {
          type: 'point',
          aria: false,
          opacity: 1,
          // The size at which a shape is not scaled.
          size: 4,
          stroke: theme.background,
          strokeWidth: 0.3,
        },
        encoding: {
          x: { value: 0 },
          y: { value: 0 },
          shape: { field: 'shape', type: 'nominal', scale: null },
          fill: { field: 'fill', type: 'nominal', scale: null },
        },
      },
      {
        data: { values: steps },
        layer: walkMarks(theme, Object.keys(walks), place('x'), place('y')),
      },
    ],
  };
}

/** A function of two numbers. */
export type PlaneFunction = (x: number, y: number) => number;

/**
 * Draws a function of two numbers: dark where it is low, light where it is high, with lines of
 * equal height (closer together lower down), or from the side as a mountain. Walks are drawn on it,
 * a dot for each place where they stood.
 * @throws ValueError for a resolution outside of 3 to 200, an empty side, and a function that is
 * not finite somewhere.
 * @example
 * const bowl = (x: number, y: number) => x ** 2 + 9 * y ** 2;
 * const walks = { descent: [[0.9, 0.8], [0.7, 0.1]] as const };
 * const picture = plotLandscape(bowl, { walks, resolution: 20 });
 * console.log(await picture.save('bowl.svg')); // bowl.svg
 */
export function plotLandscape(fn: PlaneFunction, options: PlotLandscapeOptions = {}): Picture {
  signatures.plotLandscape.check(arguments);
  const { x = [-1, 1], y = [-1, 1], view = 'map' } = options;
  const { resolution = view === 'map' ? 40 : 24 } = options;
  if (!Number.isInteger(resolution) || resolution < 3 || resolution > 200) {
    throw new ValueError(`${op}: resolution must be an integer from 3 to 200, got ${resolution}`);
  }
  for (const [name, [from, to]] of Object.entries({ x, y })) {
    if (Number.isFinite(from) && Number.isFinite(to) && from < to) continue;
    throw new ValueError(
      `${op}: ${name} must be two numbers, the lower first, got [${from}, ${to}]`,
    );
  }
  if (view !== 'map' && view !== 'mountain') {
    throw new ValueError(`${op}: view must be 'map' or 'mountain', got '${view}'`);
  }
  const land = survey(fn, x, y, resolution);
  const theme = themeOf(op, options.theme);
  const body =
    view === 'map' ? mapSpec(land, options, theme) : mountainSpec(land, options, theme, fn);
  return chart(op, options, { ...body });
}
