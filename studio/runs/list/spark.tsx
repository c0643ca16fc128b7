/** The loss of a run as a line of a few pixels. */

import { signal } from '@preact/signals';
import type { RunRow } from 'chainrule/studio';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { fetchSeries } from '../store/api.js';

const width = 64;
const height = 20;
/** A line of a few pixels is not worth more than so many bytes. */
const patience = 1_000_000;
const metrics = ['validation/loss', 'loss', 'train/loss', 'episode/return', 'return'];

/** Lines by run and by when the run had changed. */
const known = signal<ReadonlyMap<string, string>>(new Map());
let wanted: string[] = [];
let timer = 0;

/** Fetches all lines that rows have asked for meanwhile, in one go. */
async function fetchWanted(): Promise<void> {
  const names = wanted.splice(0, 60);
  const x = 'step' as const;
  const wish = {
    runs: names,
    metrics,
    x,
    from: null,
    to: null,
    pixels: 24,
    smoothing: 0,
    patience,
  };
  const series = await fetchSeries(wish).catch(() => []);
  const next = new Map(known.value);
  for (const name of names) {
    const curves = series.filter(({ run }) => run === name);
    const best = curves.sort((a, b) => metrics.indexOf(a.metric) - metrics.indexOf(b.metric))[0];
    next.set(name, best === undefined ? '' : pathOf(best.x, best.y));
  }
  known.value = next;
  if (wanted.length > 0) await fetchWanted();
}

function pathOf(x: Float64Array, y: Float64Array): string {
  const [left = 0, right = 1] = [x[0], x[x.length - 1]];
  const low = Math.min(...y);
  const high = Math.max(...y);
  const points = Array.from(x, (place, i) => {
    const across = (width * (place - left)) / (right - left || 1);
    const up = high === low ? 0.5 : ((y[i] ?? 0) - low) / (high - low);
    return `${across.toFixed(1)} ${(height - 1 - (height - 2) * up).toFixed(1)}`;
  });
  return points.length < 2 ? '' : `M${points.join('L')}`;
}

/** The line of a run; it comes when the row is shown first. */
export function Spark({ row, colour }: { row: RunRow; colour: string }): JSX.Element {
  const { name, state } = row;
  const path = known.value.get(name);
  useEffect(() => {
    wanted.push(name);
    clearTimeout(timer);
    timer = window.setTimeout(fetchWanted, 120);
    return () => {
      wanted = wanted.filter((one) => one !== name);
    };
  }, [name, state]);
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path ?? ''} vector-effect="non-scaling-stroke" style={{ stroke: colour }} />
    </svg>
  );
}
