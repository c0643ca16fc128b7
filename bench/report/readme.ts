/** The short table of the README: networks only, medians only. */

import type { Result } from '../compare.js';
import { duration, table } from './format.js';
import { bestMedian, compiled, libraries, plain } from './times.js';

/** What the README says of a whole run; `stamp` is when and where it ran. */
export function readmeText(results: readonly Result[], stamp: string): string {
  const networks = results.filter(({ row }) => row.losses === true || row.kind === 'inference');
  const cell = (seconds: number | null): string => (seconds === null ? '–' : duration(seconds));
  const lines = networks.map(({ row, outcomes }) => [
    row.name,
    ...[plain, compiled].map((name) => cell(bestMedian({ [name]: outcomes[name] }, name))),
    ...libraries.map(([, title]) => cell(bestMedian(outcomes, title))),
  ]);
  const others = libraries.map(([, title]) => title);
  return `${stamp}\n\n${table(['one training step, or inference', plain, compiled, ...others], lines)}`;
}
