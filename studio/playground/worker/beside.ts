/**
 * A network that was set aside trains on in a thread of its own, and goes to every step that the
 * one of the page is at: forward and back, so that the two can be seen side by side.
 */

import { type Signal, signal } from '@preact/signals';
import type { PlayConfig } from '../model/config.js';
import type { Measured } from '../model/picture.js';
import type { Frame, Order, Report } from './messages.js';
import { openWorker } from './open-worker.js';

/** Both networks at the same step. */
export interface Pair {
  readonly mine: Frame;
  readonly other: Frame;
}

/** Whether the two are shown side by side; else the one that was set aside rests. */
export const isOpen: Signal<boolean> = signal(false);
/** Both at the step that both have reached last. */
export const pair: Signal<Pair | null> = signal<Pair | null>(null);
/** Losses of the one that was set aside, in the order of steps. */
export const past: Signal<readonly Measured[]> = signal<readonly Measured[]>([]);
export const trouble: Signal<string> = signal('');

/** Milliseconds between two curves. */
const calmTime = 120;
const mostPast = 1200;

let worker: Worker | null = null;
/** The frame whose step it is on its way to, and the one that it will go to next. */
let asked: Frame | null = null;
let waiting: Frame | null = null;
let known: readonly Measured[] = [];
/** Whether a curve will be drawn soon. */
let isDue = false;

function send(order: Order): void {
  worker?.postMessage(order);
}

function goOn(): void {
  if (asked !== null || waiting === null) return;
  asked = waiting;
  waiting = null;
  send({ kind: 'go', step: asked.measured.step });
}

function remember(measured: Measured): void {
  const isNew = measured.step > (known.at(-1)?.step ?? -1);
  if (isNew) known = [...known, measured];
  // Every second one goes when there are too many for the curve.
  if (known.length > mostPast) known = known.filter((_, i) => i % 2 === 0);
  if (isDue) return;
  isDue = true;
  setTimeout(() => {
    isDue = false;
    past.value = known;
  }, calmTime);
}

function take(report: Report): void {
  if (report.kind === 'trouble') trouble.value = report.message;
  // The first frame is that of its beginning, which nobody asked for.
  const isAnswer = report.kind === 'frame' && report.measured.step === asked?.measured.step;
  if (isAnswer && asked !== null) {
    pair.value = { mine: asked, other: report };
    remember(report.measured);
  }
  if (isAnswer || report.kind === 'trouble') asked = null;
  goOn();
}

/** Sets a network aside: its choices, what was done to it, and its losses so far. */
export function setAside(config: PlayConfig, { events }: Frame, losses: readonly Measured[]): void {
  drop();
  known = losses;
  past.value = losses;
  worker = openWorker();
  worker.addEventListener('message', ({ data }: MessageEvent<Report>) => take(data));
  send({ kind: 'start', config, events });
}

/** Goes to the step of this frame, while both are shown. */
export function follow(mine: Frame): void {
  if (!isOpen.value || worker === null) return;
  waiting = mine;
  goOn();
}

/** Whether the other one has not come to the step of the page yet. */
export function isBehind(): boolean {
  return isOpen.value && asked !== null;
}

/** Forgets it. */
export function drop(): void {
  worker?.terminate();
  worker = null;
  asked = null;
  waiting = null;
  pair.value = null;
  trouble.value = '';
}
