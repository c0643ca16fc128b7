/** `chainrule runs compare`: which settings of some runs differ, from their `run.json`. */

import { isDeepStrictEqual } from 'node:util';
import { readDescription } from '../table/run-record.js';

/** Settings by path of names; undefined stands for what a run does not have. */
type Settings = Readonly<Record<string, unknown>>;

/** A setting that is not the same in all runs, and what it is in each, in their order. */
export interface Difference {
  readonly setting: string;
  readonly values: readonly unknown[];
}

/** What `run.json` has besides settings: what was found out, and when and by what it was made. */
const others: ReadonlySet<string> = new Set([
  'kind',
  'fingerprint',
  'found',
  'chainrule',
  'node',
  'git',
  'started',
]);

/** Groups of settings, whose names say nothing. */
const groups: ReadonlySet<string> = new Set(['settings', 'wishes', 'reading', 'options']);

function flat(value: unknown, path: readonly string[]): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [[path.join('.'), value]];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    if (path.length === 0 && others.has(name)) return [];
    const isGroup = path.length === 0 && groups.has(name);
    return flat(inner, isGroup ? [] : [...path, name]);
  });
}

/** The settings that are not the same in all the runs of these folders. */
export function differingSettings(folders: readonly string[]): Difference[] {
  const all = folders.map((folder): Settings => {
    const found = readDescription(folder);
    return typeof found === 'object' ? Object.fromEntries(flat(found ?? {}, [])) : {};
  });
  const names = new Set(all.flatMap((settings) => Object.keys(settings)));
  return [...names].flatMap((setting) => {
    const values = all.map((settings) => settings[setting]);
    const isSame = values.every((value) => isDeepStrictEqual(value, values[0]));
    return isSame ? [] : [{ setting, values }];
  });
}
