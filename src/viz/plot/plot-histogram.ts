/** `plotHistogram`: how numbers are distributed, for one list or for every layer of a model. */

import { noGrad } from '../../autodiff/index.js';
import { GradientError, ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { show } from '../../graph/shape.js';
import { Module } from '../../nn/index.js';
import * as signatures from '../../signatures/viz.js';
import { Tensor } from '../../tensor/index.js';
import { traceModules } from '../graph/trace-modules.js';
import { type InputLike, makeInputs } from '../model-input.js';
import type { Picture } from '../picture.js';
import { showCount, showShort } from '../style/number.js';
import { type PictureOptions, themeOf } from '../style/theme.js';
import { chart, PLOT_WIDTH } from './chart.js';
import { extentOf, finiteNumbersOf, type Numbers } from './numbers.js';

/** Options of `plotHistogram`. */
export interface PlotHistogramOptions extends PictureOptions {
  /** How many bars, 40 by default. */
  readonly bins?: number;
  /** Of a model: its `'weights'` (default), their `'gradients'`, or the layers' `'activations'`. */
  readonly of?: 'weights' | 'gradients' | 'activations';
  /** For activations: what goes into the model. */
  readonly input?: InputLike;
  /** The most panels to draw, 24 by default; the small print says if there are more. */
  readonly maxPanels?: number;
}

/** A panel: a name, small print, and its numbers. */
interface Group {
  readonly name: string;
  readonly note: string;
  readonly values: readonly number[];
}

const op = 'plotHistogram';

function groupOf(name: string, values: Numbers): Group {
  const list = finiteNumbersOf(op, name || 'the list', values);
  const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
  const spread = Math.sqrt(list.reduce((sum, x) => sum + (x - mean) ** 2, 0) / list.length);
  const size = values instanceof Tensor ? show(values.shape) : showCount(list.length);
  const note = `${size}  ${showShort(mean)} ± ${showShort(spread)}`;
  return { name, note, values: list };
}

function gradientsOf(model: Module): Group[] {
  const groups = model
    .namedParameters()
    .flatMap(([name, { grad }]) => (grad === null ? [] : [groupOf(name, grad)]));
  if (groups.length > 0) return groups;
  throw new GradientError(`${op}: no parameter has a gradient. Call loss.backward() first`);
}

/** What came out of every layer that holds no other. */
function activationsOf(model: Module, input: InputLike | undefined): Group[] {
  const { calls } = noGrad(() => traceModules(model, makeInputs(op, input)));
  const holders = new Set(calls.map(({ parent }) => parent));
  return calls.flatMap((call) => {
    const [output] = call.outputs;
    if (holders.has(call) || output === undefined) return [];
    return [groupOf(`${call.name} ${call.module.constructor.name}`.trim(), output)];
  });
}

function groupsOf(
  values: Numbers | Module | Readonly<Record<string, Numbers>>,
  { of = 'weights', input }: PlotHistogramOptions,
): Group[] {
  refuseForeign(op, values, 'tensor or module');
  if (values instanceof Module) {
    if (of === 'activations') return activationsOf(values, input);
    if (of === 'gradients') return gradientsOf(values);
    return values.namedParameters().map(([name, one]) => groupOf(name, one));
  }
  if (values instanceof Tensor || isList(values)) return [groupOf('', values)];
  return Object.entries(values).map(([name, list]) => groupOf(name, list));
}

function isList(
  values: ArrayLike<number | null> | Readonly<Record<string, Numbers>>,
): values is ArrayLike<number | null> {
  return typeof values.length === 'number';
}

/** Bars of equal width from the smallest number to the largest. */
function binsOf(values: readonly number[], bins: number): object[] {
  const [low, high] = extentOf(values);
  // Equal numbers get one bar in the middle of an axis.
  const margin = low === high ? Math.max(1e-3, Math.abs(low) / 10) : 0;
  const from = low - margin;
  const width = (high + margin - from) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const x of values) {
    const place = Math.min(bins - 1, Math.floor((x - from) / width));
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts.map((count, i) => ({ from: from + i * width, to: from + (i + 1) * width, count }));
}

/**
 * Draws the distribution of numbers: a list or tensor, several by name, or a panel for each
 * parameter (its weights or gradients) or layer (its activations for `input`, as in `eval()`) of a
 * model.
 * @throws ValueError for an empty list, and for NaN or infinities, saying where.
 * @throws GradientError when gradients are asked for and there are none.
 * @example
 * const model = new nn.Sequential(new nn.Linear(2, 4), new nn.ReLU());
 * const picture = plotHistogram(model, { of: 'activations', input: randn([16, 2]) });
 * console.log(await picture.save('activations.svg')); // activations.svg
 */
export function plotHistogram(
  values: Numbers | Module | Readonly<Record<string, Numbers>>,
  options: PlotHistogramOptions = {},
): Picture {
  signatures.plotHistogram.check(arguments);
  if (typeof values !== 'object' || values === null) {
    throw new ValueError(`${op}: expected numbers, or a module, got ${values}`);
  }
  const { bins = 40, maxPanels = 24 } = options;
  if (!Number.isInteger(bins) || bins < 1) {
    throw new ValueError(`${op}: bins must be a positive integer, got ${bins}`);
  }
  const groups = groupsOf(values, options);
  if (groups.length === 0) throw new ValueError(`${op}: nothing to plot, there are no numbers`);
  const theme = themeOf(op, options.theme);
  const columns = groups.length > 1 ? 2 : 1;
  const panels = groups.slice(0, maxPanels).map(({ name, note, values: list }) => ({
    width: columns === 1 ? PLOT_WIDTH : 250,
    height: columns === 1 ? 300 : 110,
    title: {
      text: name,
      subtitle: note,
      fontSize: 13,
      color: theme.text,
      offset: 6,
      frame: 'group',
    },
    data: { values: binsOf(list, bins) },
    mark: { type: 'bar', binSpacing: 0.5 },
    encoding: {
      x: {
        field: 'from',
        type: 'quantitative',
        bin: { binned: true },
        title: null,
        axis: { tickCount: 5, grid: false },
      },
      x2: { field: 'to' },
      y: {
        field: 'count',
        type: 'quantitative',
        title: null,
        axis: { tickCount: 3, minExtent: 42, tickMinStep: 1, format: '~s' },
      },
    },
  }));
  const left = groups.length - panels.length;
  return chart(
    op,
    options,
    {
      concat: panels,
      columns,
      bounds: 'flush',
      spacing: { column: 60, row: 76 },
    },
    {
      subtitle: `size, mean ± standard deviation${left > 0 ? `; ${left} more are not shown` : ''}`,
    },
  );
}
