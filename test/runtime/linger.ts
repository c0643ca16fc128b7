/** A process that uses a thread and then has nothing more to do. */

import { createDevice } from '../../src/backend/cpu/device.js';

const device = createDevice();
device.threads.threads = 2;
device.threads.help();
const poll = setInterval(() => {
  if (device.threads.ready === 0) return;
  clearInterval(poll);
  process.stdout.write(`done with ${device.threads.ready} worker\n`);
}, 5);
