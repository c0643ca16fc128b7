/** `plotConfusion`: which classes are taken for which, as a table of counts with shades. */

import { ShapeError, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/viz.js';
import type { Tensor } from '../../tensor/index.js';
import type { Picture } from '../picture.js';
import { showCount } from '../style/number.js';
import { type PictureOptions, seriesColour, themeOf } from '../style/theme.js';
import { chart } from './chart.js';
import { rowsOf } from './numbers.js';

/** Options of `plotConfusion`. */
export interface PlotConfusionOptions extends PictureOptions {
  /** Names of the classes, by default their numbers. */
  readonly labels?: readonly string[];
  /** Whether to show the share of each row instead of counts, false by default. */
  readonly normalize?: boolean;
}

/** Anything that counts pairs of classes: the `ConfusionMatrix` of `chainrule/train`. */
export interface HasCounts {
  counts(): number[][];
}

const op = 'plotConfusion';
/** Tables of more classes have shades only. */
const MOST_WRITTEN = 20;

function readCounts(matrix: HasCounts | Tensor | readonly (readonly number[])[]): number[][] {
  const rows = rowsOf(op, 'the matrix', 'counts' in matrix ? matrix.counts() : matrix);
  if (rows.some((row) => row.length !== rows.length)) {
    throw new ShapeError(
      `${op}: the matrix must be square, got ${rows.length} rows of ${rows[0]?.length} counts`,
    );
  }
  if (rows.flat().some((count) => count < 0)) throw new ValueError(`${op}: a count is negative`);
  return rows;
}

/**
 * Draws a confusion matrix, `[C, C]`: row = actual class, column = predicted class. The small print
 * says the accuracy.
 * @throws ShapeError for a matrix that is not square, or labels of another length.
 * @example
 * const picture = plotConfusion([[8, 2], [1, 9]], { labels: ['cat', 'dog'] });
 * console.log(await picture.save('confusion.svg')); // confusion.svg
 */
export function plotConfusion(
  matrix: HasCounts | Tensor | readonly (readonly number[])[],
  options: PlotConfusionOptions = {},
): Picture {
  signatures.plotConfusion.check(arguments);
  const rows = readCounts(matrix);
  const { normalize = false, labels = rows.map((_, i) => String(i)) } = options;
  if (labels.length !== rows.length) {
    throw new ShapeError(`${op}: ${labels.length} labels for ${rows.length} classes`);
  }
  const theme = themeOf(op, options.theme);
  const values = rows.flatMap((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, j) => {
      const share = total === 0 ? 0 : count / total;
      const text = normalize ? `${Math.round(100 * share)} %` : String(count);
      return { actual: labels[i], predicted: labels[j], share, text: count === 0 ? '' : text };
    });
  });
  const total = rows.flat().reduce((sum, count) => sum + count, 0);
  const hits = rows.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  const longest = 8 * Math.max(...labels.map((label) => label.length));
  const side = Math.min(Math.max(64, longest), Math.max(8, Math.floor(440 / rows.length)));
  const bare = { grid: false, domain: false, ticks: false, labelLimit: 130, labelOverlap: false };
  const axisX = { ...bare, labelAngle: longest > side ? -40 : 0 };
  const shades = { field: 'share', type: 'quantitative', legend: null };
  const body = {
    data: { values },
    width: { step: side },
    height: { step: side },
    encoding: {
      x: { field: 'predicted', type: 'nominal', sort: labels, title: 'predicted', axis: axisX },
      y: { field: 'actual', type: 'nominal', sort: labels, title: 'actual', axis: bare },
    },
    layer: [
      {
        mark: { type: 'rect', stroke: theme.background, strokeWidth: 1 },
        encoding: {
          color: {
            ...shades,
            scale: { domain: [0, 1], range: [theme.computed, seriesColour(theme, 0)] },
          },
        },
      },
      {
        mark: { type: 'text', fontSize: Math.min(13, Math.max(8, side / 3)) },
        encoding: {
          text: { field: 'text' },
          color: {
            condition: { test: 'datum.share > 0.5', value: theme.background },
            value: theme.text,
          },
        },
      },
    ].slice(0, rows.length > MOST_WRITTEN ? 1 : 2),
  };
  const accuracy = total === 0 ? '' : `accuracy ${((100 * hits) / total).toFixed(1)} % of `;
  return chart(op, options, body, {
    title: 'Confusion matrix',
    subtitle: `${accuracy}${showCount(total)} samples, shaded by the share of each row`,
  });
}
