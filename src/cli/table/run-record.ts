/** `run.json` of a training on a table: what it takes to do the same again, or to go on with it. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DataError } from '../../errors.js';
import { isTableWishes, type TableWishes } from '../../tabular/fit/settings.js';
import type { ReadTableOptions } from '../../tabular/read/read-table.js';
import { fieldsOf, type Guard, isAnything, recordOf } from '../../train/json/guards.js';
import { versionOf } from '../args/version.js';

/** What `run.json` says. */
export interface RunRecord {
  readonly kind: 'table';
  /** A file as an absolute path, `-`, or the name of a bundled table. */
  readonly source: string;
  readonly fingerprint: string;
  readonly reading: Readonly<Record<string, unknown>>;
  readonly wishes: TableWishes;
  /** What was found out, for people. */
  readonly found: Readonly<Record<string, unknown>>;
}

const isText: Guard<string> = (value): value is string => typeof value === 'string';

const isRunRecord = fieldsOf<RunRecord>({
  kind: (value): value is 'table' => value === 'table',
  source: isText,
  fingerprint: isText,
  reading: recordOf(isAnything),
  wishes: isTableWishes,
  found: recordOf(isAnything),
});

/** The commit of the folder that the program runs in, where git knows one. */
function gitCommit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

/** The record with what it was made by: versions, time, commit. */
export function describeRun(record: RunRecord): Readonly<Record<string, unknown>> {
  const { kind, source, fingerprint, reading, wishes, found } = record;
  return {
    kind,
    source,
    fingerprint,
    seed: wishes.seed,
    reading,
    wishes,
    found,
    chainrule: versionOf(),
    node: process.version,
    git: gitCommit(),
    started: new Date().toISOString(),
  };
}

/** A path that stays right in another folder; other names as they are. */
export function lastingSource(source: string, bundled: readonly string[]): string {
  return source === '-' || bundled.includes(source) ? source : resolve(source);
}

/** The contents of `run.json` in the folder of a run, or null when there is none. */
export function readDescription(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  } catch {
    return null;
  }
}

/** The record of a training on a table. @throws DataError when the folder has none. */
export function readRunRecord(folder: string): RunRecord {
  const found = readDescription(folder);
  if (isRunRecord(found)) return found;
  throw new DataError(
    `${join(folder, 'run.json')} does not describe a training on a table, so it cannot be gone on with`,
  );
}

/** The options that a table was read with. */
export function readingOfRecord({ reading }: RunRecord): ReadTableOptions {
  const { delimiter, decimal, encoding, missing, skipBadRows } = reading;
  const isList = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
  return {
    ...(isText(delimiter) ? { delimiter } : {}),
    ...(decimal === '.' || decimal === ',' ? { decimal } : {}),
    ...(isText(encoding) ? { encoding } : {}),
    ...(isList(missing) ? { missing } : {}),
    ...(skipBadRows === true ? { skipBadRows } : {}),
  };
}
