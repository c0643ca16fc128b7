/**
 * The picture of the scaling: time against batch, width and depth, with the work that they take.
 */

import { Picture } from 'chainrule/viz';
import { chartConfig, themeOf } from '../src/viz/style/theme.js';
import { type Measurement, sweepNames } from './scaling.js';

/** One for all panels. */
const legend = {
  orient: 'top',
  title: null,
  symbolType: 'stroke',
  symbolStrokeWidth: 2.5,
  labelLimit: 400,
};
const workName = 'work at the machine’s limits, 1 thread';

/** Lines of times and of work over one quantity. */
function panel(measurements: readonly Measurement[], sweep: string, isFirst: boolean): object {
  const values = measurements
    .filter((one) => one.sweep === sweep)
    .flatMap(({ value, work, times }) =>
      Object.entries({ ...times, [workName]: work }).map(([name, seconds]) => {
        return { value, name, milliseconds: 1000 * seconds };
      }),
    );
  const names = [...new Set(values.map(({ name }) => name))].sort();
  const dashes = names.map((name) => (name === workName ? [4, 3] : [1, 0]));
  return {
    width: 250,
    height: 300,
    data: { values },
    layer: [
      { mark: { type: 'line', strokeWidth: 2 } },
      {
        transform: [
          { filter: { field: 'name', oneOf: names.filter((name) => name !== workName) } },
        ],
        mark: { type: 'point', filled: true, size: 22, opacity: 1 },
      },
    ],
    encoding: {
      x: {
        field: 'value',
        type: 'quantitative',
        scale: { type: 'log', base: 2, nice: false },
        title: sweep,
        axis: { format: 'd', tickCount: 7 },
      },
      y: {
        field: 'milliseconds',
        type: 'quantitative',
        scale: { type: 'log', domainMin: 0.005, nice: false },
        title: isFirst ? 'milliseconds per step' : null,
        axis: { format: '~g', values: [0.01, 0.1, 1, 10, 100, 1000] },
      },
      color: { field: 'name', type: 'nominal', sort: names, legend },
      strokeDash: {
        field: 'name',
        type: 'nominal',
        scale: { domain: names, range: dashes },
        legend,
      },
    },
  };
}

/** Panels side by side with one vertical scale. */
export function scalingPicture(measurements: readonly Measurement[]): Picture {
  const measured = sweepNames.filter((name) => measurements.some(({ sweep }) => sweep === name));
  return new Picture({
    kind: 'vega-lite',
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config: chartConfig(themeOf('scalingPicture')),
      title: {
        text: 'Training step of a network of linear layers',
        subtitle:
          'batch: 64-128-128-10; width: 64-w-w-10, batch 64; depth: layers of 64, batch 64; Adam',
      },
      hconcat: measured.map((sweep, i) => panel(measurements, sweep, i === 0)),
      resolve: { scale: { y: 'shared', color: 'shared', strokeDash: 'shared' } },
    },
  });
}
