/**
 * The time of one training of this library, printed as JSON:
 * `node --import tsx bench/rl/speed-ours.ts ROW`, where ROW is a name of speed-rows.ts.
 */

import { speedRows } from './speed-rows.js';

const row = speedRows.find(({ name }) => name === process.argv[2]);
if (row === undefined) throw new Error(`no row '${process.argv[2]}'`);
const agent = row.make();
const [began, before] = [performance.now(), process.cpuUsage()];
await agent.learn({ totalTimesteps: row.steps, callbacks: { onEpisode: () => {} } });
const wall = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ wall, processor: (user + system) / 1e6 }));
