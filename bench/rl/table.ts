/**
 * `npx tsx bench/rl/table.ts`: the results so far as a table, and their learning curves as
 * pictures.
 */

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeFileAtomic } from 'chainrule/io';
import { readResults, type SeedResult } from './results.js';
import { rows } from './rows.js';

const folder = fileURLToPath(new URL('../../docs/figures/rl/', import.meta.url));
const width = 480;
const height = 260;
const margin = 46;

/** One line per seed, on common axes. */
function curves(name: string, seeds: readonly SeedResult[]): string {
  const points = seeds.flatMap(({ curve }) => curve);
  const returns = points.map(([, value]) => value);
  const [low, high] = [Math.min(...returns), Math.max(...returns)];
  const last = Math.max(...points.map(([steps]) => steps));
  const x = (steps: number): number => margin + (steps / last) * (width - margin - 10);
  const y = (value: number): number =>
    height - margin + ((low - value) / (high - low || 1)) * (height - margin - 30);
  const line = ({ curve }: SeedResult): string => {
    const path = curve.map(([steps, value]) => `${x(steps).toFixed(1)},${y(value).toFixed(1)}`);
    return `<polyline points="${path.join(' ')}" fill="none" stroke="#4c78a8" stroke-opacity="0.6"/>`;
  };
  const text = (left: number, top: number, words: string, anchor: string): string =>
    `<text x="${left}" y="${top}" font-size="12" font-family="sans-serif" text-anchor="${anchor}">${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<path d="M${margin} 20V${height - margin}H${width - 10}" fill="none" stroke="#888"/>`,
    text(width / 2, 14, `${name}: mean return of 20 episodes, ${seeds.length} seeds`, 'middle'),
    text(margin - 4, y(high) + 4, high.toFixed(0), 'end'),
    text(margin - 4, y(low) + 4, low.toFixed(0), 'end'),
    text(width - 10, height - margin + 16, `${last} steps`, 'end'),
    ...seeds.map(line),
    '</svg>\n',
  ].join('\n');
}

function meanOf(list: readonly number[]): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length;
}

const results = readResults();
mkdirSync(folder, { recursive: true });
console.log(
  '| agent and environment | steps | published | bar | mean | worst | seeds | fresh seeds alone |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const { name, totalTimesteps, tried, published, bar } of rows) {
  const seeds = results[name] ?? [];
  if (seeds.length === 0) continue;
  const rewards = seeds.map(({ meanReward }) => meanReward);
  const fresh = seeds.filter(({ seed }) => seed >= tried).map(({ meanReward }) => meanReward);
  const file = `${name.toLowerCase().replaceAll(' ', '-')}.svg`;
  writeFileAtomic(`${folder}${file}`, curves(name, seeds));
  const limit = bar.worst === undefined ? `${bar.mean}` : `${bar.mean}, worst ${bar.worst}`;
  const cells = [`[${name}](figures/rl/${file})`, totalTimesteps, published, limit];
  const alone = fresh.length === 0 ? 'none yet' : `${meanOf(fresh).toFixed(1)} (${fresh.length})`;
  const found = [meanOf(rewards).toFixed(1), Math.min(...rewards).toFixed(1), seeds.length, alone];
  console.log(`| ${[...cells, ...found].join(' | ')} |`);
}
