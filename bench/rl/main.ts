/**
 * `npx tsx bench/rl/main.ts [part of a row's name] [--seeds 10] [--first 10]`: trains each agent
 * with each seed, by default with those that its options were not chosen on, measures it in 100
 * episodes with the most likely actions, and keeps results and learning curves in
 * `bench/rl/results.json`, which `bench/rl/table.ts` shows. One thread: networks are small.
 */

import { parseArgs } from 'node:util';
import { setNumThreads } from 'chainrule';
import { evaluatePolicy, make } from 'chainrule/rl';
import { type CurvePoint, keepResult, type SeedResult } from './results.js';
import { type Row, rows } from './rows.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string' }, first: { type: 'string' } },
});

/** Episodes of the evaluation, and of each point of a curve. */
const evaluationEpisodes = 100;
const curveEpisodes = 20;

async function trainOnce(row: Row, seed: number): Promise<SeedResult> {
  const agent = row.make(seed);
  const returns: number[] = [];
  const curve: CurvePoint[] = [];
  const began = performance.now();
  const onEpisode = ({ reward }: { reward: number }, at: { timesteps: number }): void => {
    returns.push(reward);
    if (at.timesteps < ((curve.length + 1) * row.totalTimesteps) / 50) return;
    const recent = returns.slice(-curveEpisodes);
    const mean = recent.reduce((sum, value) => sum + value, 0) / recent.length;
    curve.push([at.timesteps, Math.round(mean * 100) / 100]);
  };
  await agent.learn({ totalTimesteps: row.totalTimesteps, callbacks: { onEpisode } });
  const seconds = (performance.now() - began) / 1000;
  const options = { episodes: evaluationEpisodes, seed: 10_000 + seed };
  const { meanReward } = evaluatePolicy(agent, make(row.envId), options);
  return { seed, meanReward, seconds: Math.round(seconds * 10) / 10, curve };
}

async function measure(row: Row): Promise<void> {
  const first = Number(values.first ?? row.tried);
  const count = Number(values.seeds ?? row.seeds);
  for (let seed = first; seed < first + count; seed++) {
    const result = await trainOnce(row, seed);
    const { rewards } = keepResult(row.name, result);
    const mean = rewards.reduce((sum, value) => sum + value, 0) / rewards.length;
    console.log(
      `${row.name}  seed ${seed}  ${result.meanReward.toFixed(1)}  ${result.seconds} s` +
        `  (mean of ${rewards.length} seeds ${mean.toFixed(1)}, worst ${Math.min(...rewards)}; ` +
        `bar ${row.bar.mean}${row.bar.worst === undefined ? '' : `, worst ${row.bar.worst}`})`,
    );
  }
}

setNumThreads(1);
const [wanted = ''] = positionals;
for (const row of rows) if (row.name.includes(wanted)) await measure(row);
