/** What the page shows, as signals: the runs, which of them are chosen, how charts are drawn. */

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { RunRow, XAxis } from 'chainrule/studio';
import { matcherOf } from './filter.js';

/** What fills the page beside the list. */
export type View = 'charts' | 'table';

/** A part of the x axis. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The folder that is served. */
export const folder: Signal<string> = signal('');
/** All runs by name; null until they have come. */
export const runs: Signal<ReadonlyMap<string, RunRow> | null> = signal<ReadonlyMap<
  string,
  RunRow
> | null>(null);
/** Why there is nothing to see, or an empty text. */
export const trouble: Signal<string> = signal('');
/** Whether news come in. */
export const connected: Signal<boolean> = signal(true);
/** Chosen runs, each with the number of its colour. */
export const selected: Signal<ReadonlyMap<string, number>> = signal<ReadonlyMap<string, number>>(
  new Map(),
);
export const filter: Signal<string> = signal('');
export const showArchived: Signal<boolean> = signal(false);
export const view: Signal<View> = signal<View>('charts');
export const xAxis: Signal<XAxis> = signal<XAxis>('step');
export const logY: Signal<boolean> = signal(false);
export const smoothing: Signal<number> = signal(0);
/** The part of the x axis that all charts show; null is all. */
export const zoom: Signal<Range | null> = signal<Range | null>(null);
/** Charts that stand first, by title, and the order of the others. */
export const pinned: Signal<readonly string[]> = signal<readonly string[]>([]);
export const order: Signal<readonly string[]> = signal<readonly string[]>([]);
/** The chart that fills the page. */
export const expanded: Signal<string | null> = signal<string | null>(null);
/** The run under the pointer, wherever that is. */
export const hot: Signal<string | null> = signal<string | null>(null);
/** The run whose page is open, and its tab. */
export const opened: Signal<string | null> = signal<string | null>(null);
export const tab: Signal<string> = signal('overview');
/** Names of metrics by run, as far as they are known. */
export const metricNames: Signal<ReadonlyMap<string, readonly string[]>> = signal<
  ReadonlyMap<string, readonly string[]>
>(new Map());

/** Made once: making one takes longer than a thousand comparisons. */
const names = new Intl.Collator('en', { numeric: true });

function byTime(a: RunRow, b: RunRow): number {
  return b.started - a.started || names.compare(b.name, a.name);
}

/** All runs that are not put aside, the newest first. */
export const allRows: ReadonlySignal<readonly RunRow[]> = computed(() => {
  const rows = [...(runs.value?.values() ?? [])];
  return rows.filter(({ archived }) => showArchived.value || !archived).sort(byTime);
});

/** Those that the filter lets pass. */
export const shownRows: ReadonlySignal<readonly RunRow[]> = computed(() =>
  allRows.value.filter(matcherOf(filter.value)),
);

/** The chosen runs that are there. */
export const selectedRows: ReadonlySignal<readonly RunRow[]> = computed(() =>
  [...selected.value.keys()].flatMap((name) => runs.value?.get(name) ?? []),
);

/** The lowest colour that no chosen run has. */
function freeColour(taken: ReadonlyMap<string, number>): number {
  const used = new Set(taken.values());
  let colour = 0;
  while (used.has(colour)) colour++;
  return colour;
}

/** Chooses a run, or drops it; the others keep their colours. */
export function toggle(name: string): void {
  const next = new Map(selected.value);
  if (!next.delete(name)) next.set(name, freeColour(next));
  selected.value = next;
}

/** Chooses these runs and no others. */
export function choose(names: readonly string[]): void {
  const next = new Map<string, number>();
  for (const name of names) next.set(name, freeColour(next));
  selected.value = next;
}
