/** One more thread of `peaks.ts`: spins until it is called, takes its part of the bytes, and says so. */

import { workerData } from 'node:worker_threads';

const { module, memory, signals, index } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
const loops = Object.values(exports);
let seen = 0;
Atomics.add(signals, 1, 1);
for (;;) {
  // Sleeps only between figures: waking up would be measured otherwise.
  const deadline = performance.now() + 50;
  while (Atomics.load(signals, 0) === seen) {
    if (performance.now() > deadline) Atomics.wait(signals, 0, seen, 1);
  }
  seen = Atomics.load(signals, 0);
  const [which, part, helpers, a, b, c, d, bytes] = signals.subarray(8, 16);
  if (index > helpers) continue;
  const [lo, hi] = [index * part, Math.min((index + 1) * part, bytes)];
  if (lo < hi) loops[which](a, b, c, d, lo, hi);
  Atomics.add(signals, 2, 1);
}
