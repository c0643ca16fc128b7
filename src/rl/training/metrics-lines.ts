/**
 * The lines of `metrics.jsonl` that an agent's training has written, and adding one. A line has the
 * form of the package's other trainings, `step` being the steps in the environments.
 */

import { DataError } from '../../errors.js';
import { fileError, systemCode } from '../../io/file-errors.js';
import { nodeModule } from '../../io/node-modules.js';

/** One line: means over the episodes since the last one, and the losses of the last update. */
export interface MonitorRecord {
  /** Number of the line, from 1. */
  readonly epoch: number;
  /** Steps in the environments so far. */
  readonly step: number;
  /** Seconds since the last line. */
  readonly seconds: number;
  /** Steps per second. */
  readonly samplesPerSecond: number;
  /** `episodes` so far; `reward` and `length` where an episode ended; and the losses. */
  readonly train: Readonly<Record<string, number>>;
  readonly validation: null;
}

/** What a training that goes on has to know of a line. */
export interface EarlierLine {
  readonly epoch: number;
  readonly step: number;
  readonly episodes: number;
}

const op = 'Monitor';

/**
 * The lines of an earlier training; a line that a crash cut off is removed from the file.
 * @throws DataError for a line of something else.
 */
export function readLines(path: string): EarlierLine[] {
  const { readFileSync, truncateSync } = nodeModule(op, 'node:fs');
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw fileError(op, 'read', path, error);
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, new TextEncoder().encode(whole).length);
  return whole
    .split('\n')
    .slice(0, -1)
    .map((line, i) => parse(line, `${path}: line ${i + 1}`));
}

function parse(line: string, where: string): EarlierLine {
  try {
    const { epoch, step, train } = JSON.parse(line);
    const numbers = [epoch, step, train.episodes].map(Number);
    const [number = 0, steps = 0, episodes = 0] = numbers;
    if (numbers.every((value) => Number.isSafeInteger(value))) {
      return { epoch: number, step: steps, episodes };
    }
  } catch {
    // Said below.
  }
  throw new DataError(`${op}: ${where} is not of the training of an agent`);
}

/** Adds a line, with the time. @throws DataError when the file cannot be written. */
export function appendLine(path: string, record: object): void {
  try {
    const line = JSON.stringify({ ...record, time: new Date().toISOString() });
    nodeModule(op, 'node:fs').appendFileSync(path, `${line}\n`);
  } catch (error) {
    throw fileError(op, 'write', path, error);
  }
}
