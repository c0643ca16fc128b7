/** `plotDecisionSurface`: what a classifier of points in a plane says everywhere, and the data. */

import { noGrad } from '../../autodiff/index.js';
import { ShapeError, ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { show } from '../../graph/shape.js';
import { Module } from '../../nn/index.js';
import * as signatures from '../../signatures/viz.js';
import { Tensor, tensor } from '../../tensor/index.js';
import { asEvaluated } from '../graph/as-evaluated.js';
import type { Picture } from '../picture.js';
import { seriesColour, type Theme, themeOf } from '../style/theme.js';
import { type ChartOptions, chart } from './chart.js';
import { contour, evenly, type Grid } from './contour.js';
import { extentOf, finiteNumbersOf, type Numbers, rowsOf } from './numbers.js';
import { type Colour, colourOf, imageAddress, mix } from './pixels.js';
import { planeSpec } from './plane.js';

/**
 * A classifier of points `[N, 2]`: scores `[N]` or `[N, 1]` (positive above the threshold), or one
 * score per class `[N, C]`.
 */
export type Classifier = Module | ((points: Tensor) => Tensor | ArrayLike<number>);

/** Options of `plotDecisionSurface`. */
export interface PlotDecisionSurfaceOptions extends ChartOptions {
  /** Names of the classes in order, by default the labels themselves. */
  readonly labels?: readonly string[];
  /** Between the two classes, for one score: 0 (default) for margins, 0.5 for probabilities. */
  readonly threshold?: number;
  /** Points along each side of the grid, 120 by default. */
  readonly resolution?: number;
}

const op = 'plotDecisionSurface';

/** What the classifier said on a grid: scores of each class, or one score for two classes. */
interface Scores {
  readonly grid: Omit<Grid, 'values'>;
  readonly width: number;
  readonly values: readonly number[];
}

function axisOf(points: readonly number[][], dim: number): [low: number, high: number] {
  const [low, high] = extentOf(points.map((point) => point[dim] ?? 0));
  const margin = 0.15 * (high - low || 1);
  return [low - margin, high + margin];
}

function run(classifier: Classifier, points: Tensor): Tensor | ArrayLike<number> {
  refuseForeign(op, classifier, 'module');
  if (!(classifier instanceof Module)) return noGrad(() => classifier(points));
  const output: unknown = asEvaluated(classifier, () =>
    noGrad(() => Reflect.apply(classifier.forward, classifier, [points])),
  );
  if (output instanceof Tensor) return output;
  throw new ValueError(`${op}: ${classifier.constructor.name}.forward returned no tensor`);
}

function scoresOf(classifier: Classifier, grid: Omit<Grid, 'values'>): Scores {
  const points = grid.ys.flatMap((y) => grid.xs.map((x) => [x, y]));
  const output = run(classifier, tensor(points));
  const values = finiteNumbersOf(op, 'the output of the classifier', output);
  const width = values.length / points.length;
  const isTensor = output instanceof Tensor;
  const isRow = !isTensor || output.shape[0] === points.length;
  if (Number.isInteger(width) && isRow && width > 0) return { grid, width, values };
  const got = isTensor ? `shape ${show(output.shape)}` : `${values.length} numbers`;
  throw new ShapeError(
    `${op}: for ${points.length} points [N, 2] the classifier must give [N], [N, 1] or [N, C] ` +
      `scores, got ${got}`,
  );
}

/** The class and how sure it is (0 to 1, by the range of all scores) at one point of the grid. */
function verdictAt(scores: Scores, place: number, threshold: number, largest: number) {
  const { values, width } = scores;
  if (width === 1) {
    const margin = (values[place] ?? 0) - threshold;
    return { class: margin > 0 ? 1 : 0, certainty: Math.min(1, Math.abs(margin) / largest) };
  }
  const row = values.slice(place * width, (place + 1) * width);
  return { class: row.indexOf(Math.max(...row)), certainty: 0.5 };
}

/** Steps from unsure to sure. */
const STEPS = 100;

function paint(scores: Scores, threshold: number, theme: Theme): string {
  const { grid, values, width } = scores;
  const distances = width === 1 ? values.map((x) => Math.abs(x - threshold)) : [1];
  // Not the largest one, which may lie far outside of the data.
  const typical = distances.toSorted((a, b) => a - b)[Math.floor(0.8 * distances.length)] || 1;
  const ground = colourOf(theme.background);
  return imageAddress(grid.xs.length, grid.ys.length, (column, row): Colour => {
    const place = (grid.ys.length - 1 - row) * grid.xs.length + column;
    const verdict = verdictAt(scores, place, threshold, typical);
    const colour = colourOf(seriesColour(theme, verdict.class));
    // In steps that no eye tells apart, so that few colours do.
    return mix(ground, colour, 0.12 + 0.4 * (Math.round(verdict.certainty * STEPS) / STEPS));
  });
}

/** The data, checked. */
interface Samples {
  readonly points: readonly number[][];
  readonly targets: readonly number[];
  /** The different labels, the smallest first. */
  readonly classes: readonly number[];
}

function readSamples(x: Tensor | readonly ArrayLike<number>[], y: Numbers): Samples {
  const points = rowsOf(op, 'x', x);
  const targets = finiteNumbersOf(op, 'y', y);
  if (points[0]?.length !== 2) {
    throw new ShapeError(
      `${op}: only a plane can be drawn, x must be [N, 2], got ${points[0]?.length} features`,
    );
  }
  if (targets.length !== points.length) {
    throw new ShapeError(`${op}: ${points.length} points and ${targets.length} labels`);
  }
  return { points, targets, classes: [...new Set(targets)].sort((a, b) => a - b) };
}

/** Names of all classes that have a label or a score. */
function namesOf(
  { classes }: Samples,
  width: number,
  labels: readonly string[] | undefined,
): string[] {
  const count = Math.max(classes.length, width === 1 ? 2 : width);
  if (labels === undefined) {
    return Array.from({ length: count }, (_, i) => String(classes[i] ?? `class ${i}`));
  }
  if (labels.length >= classes.length) return labels.slice(0, count);
  throw new ShapeError(`${op}: ${labels.length} labels for ${classes.length} classes`);
}

/**
 * Draws what `classifier` says about every point of the plane around the data `x` `[N, 2]`, with
 * classes `y` `[N]`, and for two classes the line between them. Labels may be any two or more
 * numbers: the smallest is the first class. A model is evaluated in `eval()` mode.
 * @throws ShapeError when x is not `[N, 2]`, y not `[N]`, or the scores are not one row per point.
 * @throws ValueError for NaN, and for data of no points.
 * @example
 * const [x, y] = [tensor([[0, 0], [1, 1]]), tensor([0, 1])];
 * const score = (points: Tensor) => points.sum(1).sub(1); // the class is where it is above 0
 * const picture = plotDecisionSurface(score, x, y, { resolution: 10 });
 * console.log(await picture.save('surface.svg')); // surface.svg
 */
export function plotDecisionSurface(
  classifier: Classifier,
  x: Tensor | readonly ArrayLike<number>[],
  y: Numbers,
  options: PlotDecisionSurfaceOptions = {},
): Picture {
  signatures.plotDecisionSurface.check(arguments);
  const { threshold = 0, resolution = 120, xLabel = 'x1', yLabel = 'x2' } = options;
  if (!Number.isInteger(resolution) || resolution < 2 || resolution > 1000) {
    throw new ValueError(`${op}: resolution must be an integer from 2 to 1000, got ${resolution}`);
  }
  const samples = readSamples(x, y);
  const { points, targets, classes } = samples;
  const theme = themeOf(op, options.theme);
  const [rangeX, rangeY] = [axisOf(points, 0), axisOf(points, 1)];
  const grid = { xs: evenly(...rangeX, resolution), ys: evenly(...rangeY, resolution) };
  const scores = scoresOf(classifier, grid);
  const names = namesOf(samples, scores.width, options.labels);
  const values = points.map(([a, b], i) => ({
    a,
    b,
    label: names[classes.indexOf(targets[i] ?? 0)],
  }));
  const legend = { orient: 'top', title: null };
  const range = names.map((_, i) => seriesColour(theme, i));
  const label = { field: 'label', type: 'nominal', legend };
  const body = planeSpec({
    url: paint(scores, threshold, theme),
    lines: scores.width === 1 ? contour({ ...grid, values: scores.values }, threshold) : [],
    stroke: { color: theme.text, strokeWidth: 1.5 },
    x: { title: xLabel, domain: rangeX },
    y: { title: yLabel, domain: rangeY },
    marks: (axisX, axisY) => ({
      data: { values },
      mark: { type: 'point', filled: true, size: 60, opacity: 1, stroke: theme.background },
      encoding: {
        x: { field: 'a', ...axisX },
        y: { field: 'b', ...axisY },
        color: { ...label, scale: { domain: names, range } },
        shape: { ...label, scale: { domain: names } },
      },
    }),
  });
  return chart(op, options, body);
}
