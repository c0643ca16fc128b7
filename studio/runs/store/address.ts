/** The state of the view in the address, so that a link shows the same. */

import { effect } from '@preact/signals';
import type { XAxis } from 'chainrule/studio';
import * as state from './state.js';

const axes: readonly XAxis[] = ['step', 'epoch', 'relative', 'wall'];

function numbersIn(text: string | null): readonly number[] {
  return (text ?? '').split('..').map(Number);
}

function textsIn(text: string | null): string[] {
  return text === null || text === '' ? [] : text.split(',').map(decodeURIComponent);
}

function joined(texts: Iterable<string>): string {
  return [...texts].map(encodeURIComponent).join(',');
}

/** Takes the state from the address. */
export function readAddress(): void {
  const query = new URLSearchParams(location.hash.slice(1));
  const names = textsIn(query.get('runs'));
  if (names.length > 0) state.choose(names);
  state.filter.value = query.get('filter') ?? '';
  state.xAxis.value = axes.find((one) => one === query.get('x')) ?? 'step';
  state.logY.value = query.get('y') === 'log';
  state.view.value = query.get('view') === 'table' ? 'table' : 'charts';
  const smoothing = Number(query.get('smooth') ?? 0);
  state.smoothing.value = smoothing > 0 && smoothing < 1 ? smoothing : 0;
  const [from, to] = numbersIn(query.get('zoom'));
  state.zoom.value = from !== undefined && to !== undefined && from < to ? { from, to } : null;
  state.pinned.value = textsIn(query.get('pinned'));
  state.order.value = textsIn(query.get('order'));
  state.expanded.value = query.get('chart');
  state.opened.value = query.get('run');
  state.tab.value = query.get('tab') ?? 'overview';
}

function addressOf(): string {
  const { zoom, opened, expanded, tab } = state;
  const parts: Readonly<Record<string, string>> = {
    run: opened.value ?? '',
    tab: opened.value !== null && tab.value !== 'overview' ? tab.value : '',
    runs: joined(state.selected.value.keys()),
    filter: state.filter.value,
    x: state.xAxis.value === 'step' ? '' : state.xAxis.value,
    y: state.logY.value ? 'log' : '',
    view: state.view.value === 'table' ? 'table' : '',
    smooth: state.smoothing.value > 0 ? String(state.smoothing.value) : '',
    zoom: zoom.value === null ? '' : `${zoom.value.from}..${zoom.value.to}`,
    pinned: joined(state.pinned.value),
    order: joined(state.order.value),
    chart: expanded.value ?? '',
  };
  return new URLSearchParams(Object.entries(parts).filter(([, text]) => text !== '')).toString();
}

/** Keeps the address right from now on; an opened run is a step that `Back` undoes. */
export function keepAddress(): void {
  let lastOpened = state.opened.value;
  effect(() => {
    const hash = `#${addressOf()}`;
    if (hash === location.hash || (hash === '#' && location.hash === '')) return;
    const opened = state.opened.value;
    if (opened === lastOpened) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
    lastOpened = opened;
  });
  addEventListener('popstate', () => {
    readAddress();
    lastOpened = state.opened.value;
  });
}
