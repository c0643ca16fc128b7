/** Names of trainings when none is given: `digits-1`, `digits-2`, and so on. */

import { existsSync, readdirSync } from 'node:fs';

/** Numbers of the folders `<task>-<number>` in `runs`, in ascending order. */
function numbersIn(runs: string, task: string): number[] {
  if (!existsSync(runs)) return [];
  const pattern = new RegExp(`^${task}-(\\d+)$`);
  return readdirSync(runs)
    .map((name) => Number(pattern.exec(name)?.[1] ?? Number.NaN))
    .filter((number) => Number.isSafeInteger(number))
    .sort((a, b) => a - b);
}

/** The first name after all that are there. */
export function nextRunName(runs: string, task: string): string {
  return `${task}-${(numbersIn(runs, task).at(-1) ?? 0) + 1}`;
}

/** The latest name that is there, or null. */
export function latestRunName(runs: string, task: string): string | null {
  const number = numbersIn(runs, task).at(-1);
  return number === undefined ? null : `${task}-${number}`;
}
