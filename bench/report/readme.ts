/** The short table of networks, for the README and the page of figures: medians only. */

import type { Result } from '../compare.js';
import { duration, factor, table } from './format.js';
import { type Report, withVersion } from './report.js';
import { bestMedian, compiled, libraries, plain, ratioOf } from './times.js';

/** Rows that are a step of a network or its inference. */
export function networkRows({ results }: Report): Result[] {
  return results.filter(({ row }) => row.losses === true || row.kind === 'inference');
}

/** When and where the report was measured, and which of its settings are PyTorch's best of. */
export function stampOf({ date, machine, versions }: Report): string {
  const settings = Object.keys(versions)
    .filter((name) => name.startsWith('PyTorch'))
    .map((name) => name.replace('PyTorch, ', ''));
  return `${date}, ${machine}. PyTorch's figure is the best of these settings: ${settings.join('; ')}.`;
}

/** What the README says of a whole run. */
export function readmeText(report: Report): string {
  const cell = (seconds: number | null): string => (seconds === null ? '–' : duration(seconds));
  const lines = networkRows(report).map((result) => {
    const { row, outcomes } = result;
    const ratio = ratioOf(result, 'PyTorch');
    return [
      row.name,
      ...[plain, compiled].map((name) => cell(bestMedian({ [name]: outcomes[name] }, name))),
      ...libraries.map(([, title]) => cell(bestMedian(outcomes, title))),
      ratio === null ? '–' : factor(ratio),
    ];
  });
  const others = libraries.map(([, title]) => withVersion(title, report.versions));
  const header = ['one training step, or inference', plain, compiled, ...others, 'PyTorch / ours'];
  return `${stampOf(report)}\n\n${table(header, lines)}`;
}
