/** `plotFunction`: curves of functions of one number. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/viz.js';
import type { Picture } from '../picture.js';
import { themeOf } from '../style/theme.js';
import { type ChartOptions, calmAxis, chart, singleView, topLegend } from './chart.js';

/** A function to plot. */
export type NumberFunction = (x: number) => number;

/** Options of `plotFunction`. */
export interface PlotFunctionOptions extends ChartOptions {
  /** First and last x, `[-5, 5]` by default. */
  readonly domain?: readonly [from: number, to: number];
  /** How many points to compute, 400 by default. */
  readonly points?: number;
}

const op = 'plotFunction';

interface Point {
  readonly x: number;
  readonly y: number | null;
  readonly name: string;
}

function sample(name: string, fn: NumberFunction, xs: readonly number[]): Point[] {
  if (typeof fn !== 'function') {
    throw new ValueError(`${op}: expected a function of one number, got ${typeof fn}`);
  }
  const points = xs.map((x) => {
    const y: unknown = fn(x);
    if (typeof y !== 'number') {
      throw new ValueError(
        `${op}: ${name || 'the function'} gave ${typeof y === 'object' ? 'an object' : typeof y} ` +
          `at ${x}, not a number. Of a Value plot its data, of a tensor its item()`,
      );
    }
    // A gap: nothing is drawn where the function has no finite value.
    return { x, y: Number.isFinite(y) ? y : null, name };
  });
  if (points.some(({ y }) => y !== null)) return points;
  throw new ValueError(
    `${op}: ${name || 'the function'} is NaN or infinite at all ${xs.length} points from ` +
      `${xs[0]} to ${xs.at(-1)}`,
  );
}

/**
 * Plots one function, or several by name. Where one is NaN or infinite its curve has a gap.
 * @throws ValueError for an empty domain, no function, or a function that is finite nowhere.
 * @example
 * const curves = { tanh: Math.tanh, slope: (x: number) => 1 - Math.tanh(x) ** 2 };
 * const picture = plotFunction(curves, { domain: [-4, 4] });
 * console.log(await picture.save('tanh.svg')); // tanh.svg
 */
export function plotFunction(
  functions: NumberFunction | Readonly<Record<string, NumberFunction>>,
  options: PlotFunctionOptions = {},
): Picture {
  signatures.plotFunction.check(arguments);
  const { domain = [-5, 5], points = 400, xLabel = 'x', yLabel = '' } = options;
  const [from, to] = domain;
  if (!(Number.isFinite(from) && Number.isFinite(to) && from < to)) {
    throw new ValueError(`${op}: domain must be two numbers, the lower first, got [${domain}]`);
  }
  if (!Number.isInteger(points) || points < 2) {
    throw new ValueError(`${op}: points must be an integer of 2 or more, got ${points}`);
  }
  const list = typeof functions === 'function' ? { '': functions } : functions;
  const names = Object.keys(list);
  if (names.length === 0) throw new ValueError(`${op}: no function given`);
  const xs = Array.from({ length: points }, (_, i) => from + ((to - from) * i) / (points - 1));
  const values = Object.entries(list).flatMap(([name, fn]) => sample(name, fn, xs));
  const { line } = themeOf(op, options.theme);
  const axis = { mark: { type: 'rule', color: line, strokeWidth: 1 } };
  const color = { field: 'name', type: 'nominal', sort: names, legend: topLegend };
  return chart(op, options, {
    ...singleView,
    layer: [
      ...(from < 0 && to > 0 ? [{ ...axis, encoding: { x: { datum: 0 } } }] : []),
      { ...axis, encoding: { y: { datum: 0 } } },
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 2.5, invalid: 'break-paths-show-domains' },
        encoding: {
          x: {
            field: 'x',
            type: 'quantitative',
            title: xLabel,
            scale: { nice: false },
            axis: calmAxis,
          },
          y: { field: 'y', type: 'quantitative', title: yLabel || null, axis: { grid: true } },
          ...(names.length > 1 ? { color } : {}),
        },
      },
    ],
  });
}
