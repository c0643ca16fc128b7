/** All charts of the chosen runs in a grid, and what decides how they are drawn. */

import './charts.css';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Segmented, Slider, Switch } from '../../design/controls.js';
import * as state from '../store/state.js';
import { Chart } from './chart.js';
import { chartGroups } from './chart-groups.js';

const axes = [
  ['step', 'step'],
  ['epoch', 'epoch'],
  ['relative', 'time'],
  ['wall', 'clock'],
] as const;

/** What decides how charts are drawn. */
export function ChartTools(): JSX.Element {
  const { xAxis, logY, smoothing, zoom } = state;
  return (
    <>
      <Segmented
        label="Below the charts"
        value={xAxis.value}
        choices={axes}
        onChange={(axis) => {
          xAxis.value = axis;
          zoom.value = null;
        }}
      />
      <Switch
        label="log y"
        checked={logY.value}
        onChange={(on) => {
          logY.value = on;
        }}
      />
      <Slider
        label="smooth"
        min={0}
        max={0.99}
        step={0.01}
        value={smoothing.value}
        shown={smoothing.value.toFixed(2)}
        onChange={(value) => {
          smoothing.value = value;
        }}
      />
      {zoom.value !== null && (
        <button
          type="button"
          onClick={() => {
            zoom.value = null;
          }}
        >
          show all
        </button>
      )}
    </>
  );
}

function moveBefore(title: string, other: string): void {
  const titles = chartGroups.value.map((group) => group.title).filter((one) => one !== title);
  titles.splice(titles.indexOf(other), 0, title);
  state.order.value = titles;
}

/** All charts of the chosen runs, or the one that fills the page. */
export function Charts(): JSX.Element {
  const groups = chartGroups.value;
  const large = groups.find(({ title }) => title === state.expanded.value);
  const dragged = useSignal('');
  if (large !== undefined) {
    return (
      <div class="charts large">
        <Chart key={large.title} group={large} height={Math.max(320, innerHeight - 220)} />
      </div>
    );
  }
  return (
    <div class="charts">
      {groups.map((group, i) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: pins do the same for keys
        <div
          key={`${group.title} ${group.metrics.join()}`}
          class={i === 0 ? 'chart-cell first' : 'chart-cell'}
          draggable={dragged.value === group.title}
          onPointerDown={(event) => {
            const isHead = event.target instanceof Element && event.target.closest('h3') !== null;
            dragged.value = isHead ? group.title : '';
          }}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            if (dragged.value !== '') moveBefore(dragged.value, group.title);
            dragged.value = '';
          }}
        >
          <Chart group={group} height={i === 0 ? 300 : 200} />
        </div>
      ))}
    </div>
  );
}
