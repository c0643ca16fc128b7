/** Names of trainings when none is given: `digits-1`, `digits-2`, and so on. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { DataError } from '../../errors.js';
import { UsageError } from './usage-error.js';

/** The folder of all runs, when none is given. */
export const defaultRuns = 'runs';

/** A name is one folder, inside of the folder of runs. @throws UsageError for another text. */
export function checkName(name: string): string {
  if (/^[\w.-]+$/.test(name) && !/^\.+$/.test(name)) return name;
  throw new UsageError(`--name may have letters, digits and . _ - only, got '${name}'`);
}

/** What a run on the file `source` is called: its name without folders and endings. */
export function taskOf(source: string): string {
  const base = source.split(/[/\\]/).at(-1) ?? '';
  const stem = base.replace(/\.(csv|tsv|txt|json|jsonl|ndjson|parquet|gz)\b/gi, '');
  return stem.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'table';
}

/** Numbers of the folders `<task>-<number>` in `runs`, in ascending order. */
function numbersIn(runs: string, task: string): number[] {
  if (!existsSync(runs)) return [];
  if (!statSync(runs).isDirectory()) {
    throw new DataError(`--runs: '${runs}' is a file, not a folder. Name a folder`);
  }
  const pattern = new RegExp(`^${task.replaceAll('.', '\\.')}-(\\d+)$`);
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
