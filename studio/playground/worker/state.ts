/** What the page shows, as signals, and what it tells its worker. */

import { type Signal, signal } from '@preact/signals';
import {
  decodeConfig,
  defaultConfig,
  encodeConfig,
  type PlayConfig,
  type Point,
} from '../model/config.js';
import { splitOf } from '../model/points.js';
import type { Measured } from '../model/session.js';
import type { Frame, Landscape, Order, Report } from './messages.js';

/** Training that was set aside to be compared with. */
export interface Kept {
  readonly history: readonly Measured[];
  readonly frame: Frame;
  readonly words: string;
}

/** How fast it trains: steps for each picture; `full` is as many as there is time for. */
export const speeds = { slow: 1, steady: 10, full: 100_000 } as const;

export const config: Signal<PlayConfig> = signal(defaultConfig);
export const points: Signal<{ readonly train: readonly Point[]; readonly test: readonly Point[] }> =
  signal({ train: [], test: [] });
export const frame: Signal<Frame | null> = signal<Frame | null>(null);
/** Every frame that was shown, in the order of steps; beyond the present one is the future. */
export const history: Signal<readonly Measured[]> = signal<readonly Measured[]>([]);
export const isPlaying: Signal<boolean> = signal(false);
export const speed: Signal<keyof typeof speeds> = signal<keyof typeof speeds>('full');
export const stepsPerSecond: Signal<number> = signal(0);
export const kept: Signal<Kept | null> = signal<Kept | null>(null);
export const landscape: Signal<Landscape | null> = signal<Landscape | null>(null);
export const trouble: Signal<string> = signal('');
/** The neuron under the pointer; layer -1 are the features. */
export const hovered: Signal<{ readonly layer: number; readonly index: number } | null> = signal<{
  readonly layer: number;
  readonly index: number;
} | null>(null);
/** The neuron that is open. */
export const openNeuron: Signal<{ readonly layer: number; readonly index: number } | null> =
  signal<{ readonly layer: number; readonly index: number } | null>(null);
/** The class that painting adds. */
export const brush: Signal<number> = signal(1);
/** The program that is shown, or an empty text. */
export const program: Signal<string> = signal('');

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
/** Milliseconds of training for each picture: what is left of a sixtieth of a second. */
const share = 9;
const mostHistory = 4000;

let isWaiting = false;
let queue: Order[] = [];
let lastTick = 0;
let lastStep = 0;

function send(order: Order): void {
  if (isWaiting) queue.push(order);
  else {
    isWaiting = true;
    worker.postMessage(order);
  }
}

function remember(measured: Measured): void {
  const before = history.value.filter(({ step }) => step !== measured.step);
  const isLast = (before.at(-1)?.step ?? -1) < measured.step;
  const next = isLast ? [...before, measured] : before;
  // Every second one goes when there are too many for the curve.
  history.value = next.length > mostHistory ? next.filter((_, i) => i % 2 === 0) : next;
}

function takeFrame(next: Frame): void {
  const now = performance.now();
  const seconds = (now - lastTick) / 1000;
  if (isPlaying.value && seconds > 0) {
    const rate = (next.measured.step - lastStep) / seconds;
    stepsPerSecond.value = 0.9 * stepsPerSecond.value + 0.1 * Math.max(0, rate);
  }
  lastTick = now;
  lastStep = next.measured.step;
  remember(next.measured);
  frame.value = next;
}

function saveBytes(bytes: Uint8Array<ArrayBuffer>): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = 'playground.safetensors';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function take(report: Report): void {
  switch (report.kind) {
    case 'frame':
      takeFrame(report);
      break;
    case 'landscape':
      landscape.value = report;
      break;
    case 'code':
      program.value = report.text;
      break;
    case 'weights':
      saveBytes(new Uint8Array(report.bytes));
      break;
    case 'trouble':
      trouble.value = report.message;
      isPlaying.value = false;
      break;
  }
}

worker.addEventListener('message', ({ data }: MessageEvent<Report>) => {
  isWaiting = false;
  take(data);
  const next = queue.shift();
  if (next !== undefined) send(next);
});

/** Begins anew with these choices. */
export function start(next: PlayConfig): void {
  config.value = next;
  points.value = splitOf(next);
  history.value = [];
  landscape.value = null;
  trouble.value = '';
  stepsPerSecond.value = 0;
  queue = queue.filter(({ kind }) => kind !== 'run' && kind !== 'start');
  send({ kind: 'start', config: next });
}

/** Begins anew with some choices changed. */
export function change(changes: Partial<PlayConfig>): void {
  start({ ...config.value, ...changes });
}

/** Forgets the steps after the present one: the training will go another way. */
function dropFuture(): void {
  const now = frame.value?.measured.step ?? 0;
  history.value = history.value.filter(({ step }) => step <= now);
}

/** Trains by hand. */
export function stepBy(steps: number): void {
  isPlaying.value = false;
  const now = frame.value?.measured.step ?? 0;
  goTo(now + steps);
}

/** Goes to a step, back or on. */
export function goTo(step: number): void {
  queue = queue.filter(({ kind }) => kind !== 'go');
  send({ kind: 'go', step: Math.max(0, Math.round(step)) });
}

/** Another learning rate from here on. */
export function setRate(value: number): void {
  const now = frame.value?.measured.step ?? 0;
  if (now === 0) {
    change({ lr: value });
    return;
  }
  dropFuture();
  send({ kind: 'change', event: { step: now, kind: 'lr', value } });
}

/** Another weight from here on; input -1 is the bias. */
export function setWeight(layer: number, neuron: number, input: number, value: number): void {
  dropFuture();
  const step = frame.value?.measured.step ?? 0;
  send({ kind: 'change', event: { step, kind: 'weight', layer, neuron, input, value } });
}

/** Asks the worker for the program, the weights or the landscape. */
export function ask(kind: 'code' | 'weights' | 'landscape'): void {
  send({ kind });
}

/** Trains on at each picture while it plays. */
export function tick(): void {
  requestAnimationFrame(tick);
  if (!isPlaying.value || isWaiting || queue.length > 0) return;
  send({ kind: 'run', steps: speeds[speed.value], milliseconds: share });
}

/** Sets the training aside, to be compared with what comes. */
export function keep(): void {
  const { value } = frame;
  if (value === null) return;
  const { data, hidden, activation, optimizer } = config.value;
  const words = `${data} ${hidden.join('-') || 'line'} ${activation} ${optimizer}, step ${value.measured.step}`;
  kept.value = { history: history.value, frame: value, words };
}

/** Takes the choices from the address, and keeps it right. */
export function readAddress(): void {
  const query = new URLSearchParams(location.hash.slice(1));
  start(decodeConfig(query.get('play') ?? '{}'));
  config.subscribe((value) => {
    const text = encodeConfig(value);
    showAddress(text === '{}' ? '' : `#${new URLSearchParams({ play: text })}`);
  });
}

function showAddress(hash: string): void {
  window.history.replaceState(null, '', hash === '' ? location.pathname : hash);
}
