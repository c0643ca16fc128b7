/** Which charts there are: metrics of one name, train and validation together, are one chart. */

import { computed, type ReadonlySignal } from '@preact/signals';
import { metricNames, opened, order, pinned, selected } from '../store/state.js';

/** One chart. */
export interface ChartGroup {
  /** What it is called; `loss`. */
  readonly title: string;
  /** Its metrics: `train/loss`, `validation/loss`. */
  readonly metrics: readonly string[];
}

/** What stands below charts, not in one. */
const noMetrics: ReadonlySet<string> = new Set(['step', 'epoch', 'time']);
const words: Readonly<Record<string, string>> = {
  lr: 'learning rate',
  samplesPerSecond: 'samples per second',
  seconds: 'seconds per epoch',
};
/** What people look at first. */
const firstTitles = ['loss', 'accuracy', 'r2', 'return', 'learning rate'];
const lastTitles = ['samples per second', 'seconds per epoch'];

function titleOf(metric: string): string {
  const name = metric.replace(/^(train|validation|val|test)\//, '');
  return words[name] ?? name;
}

function rank(title: string): number {
  const first = firstTitles.indexOf(title);
  if (first >= 0) return first - firstTitles.length;
  return lastTitles.indexOf(title) + 1;
}

/** The charts of these metrics in the order in which people look at them. */
export function groupsOf(metrics: Iterable<string>): ChartGroup[] {
  const groups = new Map<string, string[]>();
  for (const metric of metrics) {
    if (noMetrics.has(metric)) continue;
    const title = titleOf(metric);
    groups.set(title, [...(groups.get(title) ?? []), metric]);
  }
  return [...groups]
    .map(([title, names]) => ({ title, metrics: names }))
    .sort((a, b) => rank(a.title) - rank(b.title));
}

/** The charts of the chosen runs: pinned ones first, then as the user has put them. */
export const chartGroups: ReadonlySignal<readonly ChartGroup[]> = computed(() => {
  const names = opened.value === null ? [...selected.value.keys()] : [opened.value];
  const metrics = new Set(names.flatMap((name) => metricNames.value.get(name) ?? []));
  const groups = groupsOf(metrics);
  const place = ({ title }: ChartGroup): number => {
    const pin = pinned.value.indexOf(title);
    if (pin >= 0) return pin - 1000;
    const wanted = order.value.indexOf(title);
    return wanted >= 0 ? wanted : 1000;
  };
  return groups.sort((a, b) => place(a) - place(b));
});
