/** `plotImages`: small images in rows, with what they are and what a model takes them for. */

import { ShapeError, ValueError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/viz.js';
import type { Tensor } from '../../tensor/index.js';
import type { Picture } from '../picture.js';
import { type PictureOptions, seriesColour, themeOf } from '../style/theme.js';
import { CHART_WIDTH, chart } from './chart.js';
import { extentOf, finiteNumbersOf, type Numbers } from './numbers.js';
import { type Colour, imageAddress } from './pixels.js';

/** Options of `plotImages`. */
export interface PlotImagesOptions extends PictureOptions {
  /** The class of each image, `[N]`. */
  readonly labels?: Numbers;
  /** What a model says: classes `[N]`, or scores `[N, C]`, of which the highest counts. */
  readonly predictions?: Numbers;
  /** Names of the classes, by default their numbers. */
  readonly classNames?: readonly string[];
  /** Images in a row, 8 by default. */
  readonly columns?: number;
  /** The most images to draw, 40 by default; the small print says if there are more. */
  readonly maxImages?: number;
}

const op = 'plotImages';
const GAP = 10;
const CAPTION = 20;

/**
 * Sizes of a batch of images: `[N, H, W]`, `[N, C, H, W]` with 1 or 3 channels, or flat squares.
 */
interface Sizes {
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

function sizesOf({ shape, ndim }: Tensor): Sizes {
  const [count = 0, second = 0, third = 0, fourth = 0] = shape;
  const side = Math.sqrt(second);
  if (ndim === 2 && Number.isInteger(side)) {
    return { count, channels: 1, height: side, width: side };
  }
  if (ndim === 3) return { count, channels: 1, height: second, width: third };
  if (ndim === 4 && (second === 1 || second === 3)) {
    return { count, channels: second, height: third, width: fourth };
  }
  throw new ShapeError(
    `${op}: images must be [N, H, W], [N, C, H, W] with C = 1 or 3, or [N, side * side], got ` +
      `shape ${show(shape)}`,
  );
}

/** The class of each image. */
function classesOf(name: string, values: Numbers | undefined, count: number): number[] | null {
  if (values === undefined) return null;
  const list = finiteNumbersOf(op, name, values);
  const width = list.length / count;
  if (width === 1) return list;
  if (!Number.isInteger(width)) {
    throw new ShapeError(`${op}: ${count} images and ${list.length} ${name}`);
  }
  return Array.from({ length: count }, (_, i) => {
    const scores = list.slice(i * width, (i + 1) * width);
    return scores.indexOf(Math.max(...scores));
  });
}

/** One image; the viewer enlarges it. */
function draw(
  pixels: readonly number[],
  sizes: Sizes,
  [low, high]: readonly [number, number],
): string {
  const { channels, height, width } = sizes;
  const shade = (x: number): number => (255 * (x - low)) / (high - low || 1);
  return imageAddress(width, height, (column, row): Colour => {
    const part = (channel: number): number =>
      shade(pixels[(channel * height + row) * width + column] ?? low);
    return channels === 1 ? [part(0), part(0), part(0)] : [part(0), part(1), part(2)];
  });
}

/**
 * Draws images, dark for the smallest number of all and light for the largest. Under each: its
 * label, or its prediction, and where that is wrong, in another colour, what it should have been.
 * @throws ShapeError for other shapes, and lists of another length than there are images.
 * @throws ValueError for no images, or NaN in them.
 * @example
 * const picture = plotImages(rand([2, 8, 8]), { labels: [3, 7], predictions: [3, 1] });
 * console.log(await picture.save('digits.svg')); // digits.svg
 */
export function plotImages(images: Tensor, options: PlotImagesOptions = {}): Picture {
  signatures.plotImages.check(arguments);
  const { columns = 8, maxImages = 40, classNames } = options;
  for (const [name, value] of Object.entries({ columns, maxImages })) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new ValueError(`${op}: ${name} must be a positive integer, got ${value}`);
  }
  const sizes = sizesOf(images);
  const all = finiteNumbersOf(op, 'the images', images);
  const labels = classesOf('labels', options.labels, sizes.count);
  const predictions = classesOf('predictions', options.predictions, sizes.count);
  const theme = themeOf(op, options.theme);
  const shown = Math.min(sizes.count, maxImages);
  const perRow = Math.min(columns, shown);
  const cell = Math.floor((CHART_WIDTH - 24) / Math.max(perRow, 4)) - GAP;
  const height = Math.round((cell * sizes.height) / sizes.width);
  const size = sizes.channels * sizes.height * sizes.width;
  const range = extentOf(all);
  const nameOf = (one: number | undefined): string => classNames?.[one ?? 0] ?? String(one);
  const values = Array.from({ length: shown }, (_, i) => {
    const [label, guess] = [labels?.[i], predictions?.[i]];
    const isWrong = label !== undefined && guess !== undefined && label !== guess;
    const single = label ?? guess;
    const plain = single === undefined ? '' : nameOf(guess ?? label);
    return {
      url: draw(all.slice(i * size, (i + 1) * size), sizes, range),
      x: (i % perRow) * (cell + GAP) + cell / 2,
      y: Math.floor(i / perRow) * (height + CAPTION + GAP) + height / 2,
      text: isWrong ? `${nameOf(guess)}, is ${nameOf(label)}` : plain,
      isWrong,
    };
  });
  const rows = Math.ceil(shown / perRow);
  const place = { scale: null, axis: null, type: 'quantitative' };
  const body = {
    width: perRow * (cell + GAP) - GAP,
    height: rows * (height + CAPTION + GAP) - GAP,
    view: { stroke: null },
    data: { values },
    encoding: { x: { field: 'x', ...place }, y: { field: 'y', ...place } },
    layer: [
      {
        mark: { type: 'image', width: cell, height, aspect: false, smooth: false },
        encoding: { url: { field: 'url' } },
      },
      {
        mark: { type: 'text', dy: height / 2 + 12, fontSize: 12, limit: cell + GAP - 2 },
        encoding: {
          text: { field: 'text' },
          color: {
            condition: { test: 'datum.isWrong', value: seriesColour(theme, 1) },
            value: theme.text,
          },
        },
      },
    ],
  };
  const left = sizes.count - shown;
  return chart(op, options, body, { subtitle: left > 0 ? `${left} more are not shown` : '' });
}
