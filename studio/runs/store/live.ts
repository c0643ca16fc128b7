/** News from the server: rows that changed, and new points of the chosen runs, each once. */

import { effect } from '@preact/signals';
import type { PointsEvent, RunRow } from 'chainrule/studio';
import { fetchMetrics, fetchRuns } from './api.js';
import * as state from './state.js';

type PointsListener = (event: PointsEvent) => void;

const listeners = new Set<PointsListener>();
/** Lines that have come, by run; charts set it when they fetch. */
const cursors = new Map<string, number>();
const firstChoice = 5;
const retryAfter = 1500;

let version = 0;
let source: EventSource | null = null;
let retry = 0;

/** Hears new points; returns what ends that. */
export function onPoints(listener: PointsListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

interface RowsEvent {
  readonly version: number;
  readonly runs: readonly RunRow[];
  readonly gone: readonly string[];
}

function takeRows(event: RowsEvent): void {
  version = event.version;
  const next = new Map(state.runs.value ?? []);
  for (const row of event.runs) next.set(row.name, row);
  for (const name of event.gone) next.delete(name);
  state.runs.value = next;
}

function takePoints(event: PointsEvent): void {
  cursors.set(event.run, event.to);
  const known = state.metricNames.value.get(event.run);
  const names = Object.keys(event.columns);
  if (known === undefined || names.some((name) => !known.includes(name))) {
    state.metricNames.value = new Map(state.metricNames.value).set(event.run, names);
  }
  for (const listener of listeners) listener(event);
}

function reconnect(): void {
  source?.close();
  const shown = new Set(state.selected.value.keys());
  if (state.opened.value !== null) shown.add(state.opened.value);
  const watched = [...shown].filter((name) => cursors.has(name));
  const query = new URLSearchParams([
    ['since', String(version)],
    ...watched.map((name): [string, string] => ['watch', `${name}:${cursors.get(name) ?? 0}`]),
  ]);
  const mine = new EventSource(`api/live?${query}`);
  source = mine;
  const on = <Data>(type: string, take: (data: Data) => void): void => {
    mine.addEventListener(type, (event: MessageEvent<string>) => take(JSON.parse(event.data)));
  };
  on('rows', takeRows);
  on('points', takePoints);
  on<{ run: string }>('anew', ({ run }) => {
    cursors.set(run, 0);
    anew.forEach((listener) => {
      listener(run);
    });
  });
  mine.onopen = () => {
    state.connected.value = true;
  };
  mine.onerror = () => {
    state.connected.value = false;
    mine.close();
    clearTimeout(retry);
    // With the cursors as they are then, so that nothing comes twice.
    retry = window.setTimeout(reconnect, retryAfter);
  };
}

const anew = new Set<(run: string) => void>();

/** Hears of runs whose metrics began anew. */
export function onAnew(listener: (run: string) => void): () => void {
  anew.add(listener);
  return () => anew.delete(listener);
}

let asked = '';

/** Learns which metrics the chosen runs have, and listens to them. */
async function watch(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !state.metricNames.value.has(name));
  if (unknown.length > 0) {
    const found = await fetchMetrics(unknown);
    state.metricNames.value = new Map([...state.metricNames.value, ...Object.entries(found)]);
  }
}

/** A chart has the first `rows` lines of a run. */
export function covered(run: string, rows: number): void {
  const known = cursors.get(run);
  if (known !== undefined && known >= rows) return;
  cursors.set(run, rows);
  scheduleReconnect();
}

let scheduled = 0;

function scheduleReconnect(): void {
  clearTimeout(scheduled);
  scheduled = window.setTimeout(reconnect, 150);
}

/** Fetches the runs, chooses the newest unless the address has chosen, and listens from then on. */
export async function begin(): Promise<void> {
  const answer = await fetchRuns();
  state.folder.value = answer.folder;
  version = answer.version;
  state.runs.value = new Map(answer.runs.map((row) => [row.name, row]));
  if (state.selected.value.size === 0) {
    state.choose(state.allRows.value.slice(0, firstChoice).map(({ name }) => name));
  }
  reconnect();
  effect(() => {
    const names = [
      ...state.selected.value.keys(),
      ...(state.opened.value === null ? [] : [state.opened.value]),
    ];
    const key = names.join('\n');
    if (key === asked) return;
    asked = key;
    watch(names).then(scheduleReconnect, (error: unknown) => {
      state.trouble.value = String(error);
    });
  });
}
