/** `chainrule predict`: finds out what model it is, and hands over to it. */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../errors.js';
import { loadCheckpoint } from '../train/index.js';
import { UsageError } from './args/usage-error.js';
import type { Command } from './command.js';
import { predictDigits } from './digits/predict-digits.js';
import { predictTable } from './table/predict-table.js';
import { readingOptions } from './table/table-options.js';

/** A checkpoint, or the best (else the last) one of a run's folder. @throws DataError */
export function checkpointPath(op: string, path: string): string {
  if (!existsSync(path)) {
    throw new DataError(`${op}: no checkpoint '${path}': no such file or folder`);
  }
  if (!statSync(path).isDirectory()) return path;
  const found = ['best.safetensors', 'last.safetensors']
    .map((name) => join(path, name))
    .find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new DataError(`${op}: the folder '${path}' has no checkpoint in it (best.safetensors)`);
}

/** `chainrule predict`. */
export const predictCommand: Command = {
  usage: '<run> <file>',
  help: 'Predicts the rows of a file (- for stdin) and writes them as CSV with the predictions.',
  options: {
    json: { value: null, help: 'write a line of JSON per row instead of CSV' },
    ...readingOptions,
  },
  run: async (given, terminal) => {
    const [checkpoint, file, extra] = given.positionals;
    if (checkpoint === undefined || file === undefined) {
      throw new UsageError('predict needs a checkpoint (or the folder of a run) and a file');
    }
    if (extra !== undefined) throw new UsageError(`predict: '${extra}' is one word too many`);
    const path = checkpointPath('predict', checkpoint);
    const { facts } = loadCheckpoint(path);
    if (facts.model === 'table') return predictTable(path, file, given, terminal);
    return predictDigits(path, file, terminal);
  },
};
