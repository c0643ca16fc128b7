/** What the page shows, as signals, and what it tells its worker. */

import { batch, effect, type Signal, signal, untracked } from '@preact/signals';
import { saveFile } from '../../design/save-file.js';
import {
  decodeConfig,
  defaultConfig,
  encodeConfig,
  featuresOf,
  type PlayConfig,
  type Point,
} from '../model/config.js';
import type { Measured } from '../model/picture.js';
import { type Split, splitOf } from '../model/points.js';
import * as beside from './beside.js';
import type { Frame, Landscape, Order, Report } from './messages.js';
import { openWorker } from './open-worker.js';
import { Pace } from './pace.js';

/** Training that was set aside to be compared with. */
export interface Kept {
  readonly config: PlayConfig;
  readonly points: Split<Point>;
  readonly history: readonly Measured[];
  readonly frame: Frame;
  readonly words: string;
}

/** How fast it trains: steps for each picture; `full` is as many as there is time for. */
export const speeds = { slow: 1, steady: 10, full: 100_000 } as const;

export const config: Signal<PlayConfig> = signal(defaultConfig);
export const points: Signal<Split<Point>> = signal<Split<Point>>({ train: [], test: [] });
/** The picture, among those to judge by, that is looked at. */
export const lookedAt: Signal<number> = signal(0);
export const frame: Signal<Frame | null> = signal<Frame | null>(null);
/** The frame that neurons show: while it plays every second one. */
export const neuronFrame: Signal<Frame | null> = signal<Frame | null>(null);
/**
 * The frame that lines and words show: while it plays one of several, since surfaces are what moves
 * and nobody reads sixty numbers a second.
 */
export const calmFrame: Signal<Frame | null> = signal<Frame | null>(null);
/** Frames that were shown, in the order of steps; beyond the present one is the future. */
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

const worker = openWorker();
const pace = new Pace();
/** Milliseconds between two calm frames while it plays. */
const calmTime = 120;
const mostHistory = 1200;

let isWaiting = false;
/** What came from the worker since the last picture. */
let undrawn: Frame | null = null;
/** The step that it is on its way to: keys may be quicker than pictures. */
let goal: number | null = null;
let queue: Order[] = [];
let lastCalm = 0;
let lastStep = 0;
let past: Measured[] = [];
/** The data set of digits, from when the worker has loaded it. */
let digits: readonly Point[] = [];

function send(order: Order): void {
  if (isWaiting) queue.push(order);
  else {
    isWaiting = true;
    worker.postMessage(order);
  }
}

function remember(measured: Measured): void {
  const last = past.at(-1)?.step ?? -1;
  if (measured.step > last) past.push(measured);
  else if (!past.some(({ step }) => step === measured.step)) {
    past = [...past, measured].sort((a, b) => a.step - b.step);
  }
  // Every second one goes when there are too many for the curve.
  if (past.length > mostHistory) past = past.filter((_, i) => i % 2 === 0);
}

/** Shows in lines and words what surfaces show already. */
function calmDown(): void {
  const { value } = frame;
  const now = performance.now();
  if (value === null || (isPlaying.value && now - lastCalm < calmTime)) return;
  const { step } = value.measured;
  if (isPlaying.value) {
    const rate = (1000 * (step - lastStep)) / (now - lastCalm);
    stepsPerSecond.value = 0.5 * stepsPerSecond.value + 0.5 * Math.max(0, rate);
  }
  lastCalm = now;
  lastStep = step;
  history.value = past.slice();
  calmFrame.value = value;
}

function showFrame(next: Frame): void {
  undrawn = null;
  if (!isWaiting && queue.length === 0) goal = null;
  remember(next.measured);
  batch(() => {
    const isOdd = neuronFrame.value !== frame.value;
    frame.value = next;
    if (isOdd || !isPlaying.value || neuronFrame.value === null) neuronFrame.value = next;
    calmDown();
  });
  beside.follow(next);
}

function take(report: Report): void {
  switch (report.kind) {
    case 'frame':
      undrawn = report;
      if (isPlaying.value) pace.took(report.took);
      break;
    case 'landscape':
      landscape.value = report;
      break;
    case 'digits':
      digits = report.points;
      points.value = splitOf(config.value, digits);
      break;
    case 'code':
      program.value = report.text;
      break;
    case 'weights':
      saveFile('playground.safetensors', new Blob([new Uint8Array(report.bytes)]));
      break;
    case 'trouble':
      trouble.value = report.message;
      isPlaying.value = false;
      break;
  }
}

/** Has the worker train on while this page draws what it has reported last. */
function trainOn(): void {
  if (!isPlaying.value || isWaiting || queue.length > 0 || beside.isBehind()) return;
  goal = null;
  send({ kind: 'run', steps: speeds[speed.value], milliseconds: pace.training });
}

worker.addEventListener('message', ({ data }: MessageEvent<Report>) => {
  if (data.kind === 'digits') {
    // What was ordered is not done yet.
    take(data);
    return;
  }
  isWaiting = false;
  // Of a page that is not drawn, as it is hidden, the worker waits.
  const isAhead = undrawn !== null;
  // Of a training that is about to begin anew, nothing is shown any more.
  const isOld = data.kind === 'frame' && queue.some(({ kind }) => kind === 'start');
  if (!isOld) take(data);
  const next = queue.shift();
  if (next !== undefined) send(next);
  else if (!isAhead) trainOn();
});

/** Begins anew with these choices. */
export function start(next: PlayConfig): void {
  config.value = next;
  points.value = splitOf(next, digits);
  lookedAt.value = 0;
  past = [];
  undrawn = null;
  goal = null;
  history.value = [];
  landscape.value = null;
  trouble.value = '';
  stepsPerSecond.value = 0;
  queue = queue.filter(({ kind }) => kind !== 'run' && kind !== 'start');
  send({ kind: 'start', config: next });
}

/** Begins anew with some choices changed. */
export function change(changes: Partial<PlayConfig>): void {
  const next = { ...config.value, ...changes };
  const known = featuresOf(next);
  const features = next.features.filter((name) => known.includes(name));
  start({ ...next, features: features.length > 0 ? features : defaultConfig.features });
}

/** Forgets the steps after the present one: the training will go another way. */
function dropFuture(): void {
  const now = frame.value?.measured.step ?? 0;
  past = past.filter(({ step }) => step <= now);
  history.value = past.slice();
}

/** Trains by hand. */
export function stepBy(steps: number): void {
  isPlaying.value = false;
  goTo((goal ?? frame.value?.measured.step ?? 0) + steps);
}

/** Goes to a step, back or on. */
export function goTo(step: number): void {
  queue = queue.filter(({ kind }) => kind !== 'go');
  goal = Math.max(0, Math.round(step));
  send({ kind: 'go', step: goal });
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

/** Shows the network a picture that was drawn; none where it is empty. */
export function look(ink: readonly number[]): void {
  queue = queue.filter(({ kind }) => kind !== 'look');
  send({ kind: 'look', ink });
}

/** Asks the worker for the program, the weights or the landscape. */
export function ask(kind: 'code' | 'weights' | 'landscape'): void {
  send({ kind });
}

effect(() => {
  // What was last seen moving is what stands there afterwards.
  if (isPlaying.value) return;
  untracked(() => {
    neuronFrame.value = frame.value;
    calmDown();
  });
});

/** Shows at each picture what has come since the last one, and trains on while it plays. */
export function tick(now: number): void {
  requestAnimationFrame(tick);
  pace.drawn(now, isPlaying.value, undrawn !== null);
  if (undrawn !== null) showFrame(undrawn);
  trainOn();
}

/** Sets the training aside as it is here: the one that goes on can go another way. */
export function fork(): void {
  const { value } = frame;
  if (value === null) return;
  const { data, hidden, activation, optimizer } = config.value;
  const { step } = value.measured;
  const losses = past.filter((one) => one.step <= step);
  const words = `${data} ${hidden.join('-') || 'line'} ${activation} ${optimizer}, set aside at step ${step}`;
  kept.value = { config: config.value, points: points.value, history: losses, frame: value, words };
  beside.setAside(config.value, value, losses);
  showBeside();
}

/** Shows both networks; the one that was set aside comes to the step of this one. */
export function showBeside(): void {
  beside.isOpen.value = true;
  if (frame.value !== null) beside.follow(frame.value);
}

/** Forgets the network that was set aside. */
export function dropKept(): void {
  kept.value = null;
  beside.isOpen.value = false;
  beside.drop();
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
