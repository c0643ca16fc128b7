/** How uPlot draws a chart: axes, colours, one line for each curve. */

import type uPlot from 'uplot';
import { short } from '../../design/numbers.js';
import { seriesToken, token } from '../../design/theme.js';
import type { Curve } from './chart-data.js';

/** What decides how a chart looks. */
export interface ChartLook {
  readonly width: number;
  readonly height: number;
  readonly logY: boolean;
  readonly isWallTime: boolean;
  /** Colours of runs, by number. */
  readonly colours: ReadonlyMap<string, number>;
  /** The run that stands out; null when all are equal. */
  readonly hot: string | null;
}

/** Whether a metric was measured on the training data, which is drawn thin and dotted. */
export function isTraining(metric: string): boolean {
  return metric.startsWith('train/');
}

function lineOf(curve: Curve, isAlone: boolean, { colours, hot }: ChartLook): uPlot.Series {
  const colour = token(seriesToken(colours.get(curve.run) ?? 0));
  const isQuiet = hot !== null && hot !== curve.run;
  const isHot = hot === curve.run;
  const isDotted = isTraining(curve.metric) && !isAlone;
  return {
    label: `${curve.run} ${curve.metric}`,
    stroke: colour,
    width: (isHot ? 3 : 1.75) - (isDotted ? 0.5 : 0),
    alpha: isQuiet ? 0.15 : 1,
    ...(isDotted ? { dash: [3, 4] } : {}),
    points: { show: curve.x.length === 1, size: 6, fill: colour },
    spanGaps: true,
  };
}

function axis(side: 'x' | 'y', isWallTime: boolean): uPlot.Axis {
  const values =
    side === 'x' && isWallTime
      ? {}
      : {
          values: (_: uPlot, ticks: number[]) =>
            ticks.map((one) => (one === null ? '' : short(one))),
        };
  return {
    stroke: token('--quiet'),
    font: '12px system-ui, sans-serif',
    grid: { stroke: token('--grid'), width: 1, show: side === 'y' },
    ticks: { show: false },
    size: side === 'x' ? 28 : 54,
    gap: 6,
    ...values,
  };
}

/** Options for the curves as they are now. */
export function chartOptions(
  curves: readonly Curve[],
  look: ChartLook,
  hooks: uPlot.Hooks.Arrays,
): uPlot.Options {
  const metrics = new Set(curves.map(({ metric }) => metric));
  return {
    width: look.width,
    height: look.height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: 'chainrule', setSeries: false },
      points: { size: 7 },
      drag: { x: true, y: false, setScale: false },
      focus: { prox: 24 },
    },
    scales: {
      x: { time: look.isWallTime },
      y: look.logY ? { distr: 3 } : {},
    },
    axes: [axis('x', look.isWallTime), axis('y', false)],
    series: [{}, ...curves.map((curve) => lineOf(curve, metrics.size === 1, look))],
    hooks,
  };
}
