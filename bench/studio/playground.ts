/**
 * `tsx bench/studio/playground.ts`: processor time of what the playground's worker does for each
 * picture: steps, what every neuron says, losses, gradients. 2-8-8-1, 500 points, batch 32.
 */

import { defaultConfig } from '../../studio/playground/model/config.js';
import { Session } from '../../studio/playground/model/session.js';

const config = { ...defaultConfig, hidden: [8, 8], count: 500 };
const session = new Session(config);

/** Microseconds of processor time that each of `times` calls takes. */
function measured(what: string, times: number, work: () => unknown): void {
  for (let i = 0; i < 20; i++) work();
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) work();
  const { user, system } = process.cpuUsage(before);
  console.log(`${what}: ${((user + system) / times).toFixed(0)} µs`);
}

measured('a step', 3000, () => session.advance());
measured('a picture', 200, () => session.picture());
measured('weights', 100, () => session.weights());
const start = performance.now();
session.goTo(0);
session.goTo(3000);
console.log(`back to 0 and on to 3000: ${((performance.now() - start) / 1000).toFixed(1)} s`);
