/**
 * `chainrule export`: the weights of a run for other programs, a TypeScript file that predicts, or
 * its metrics as a table.
 */

import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DataError } from '../../errors.js';
import { saveSafetensors, writeFileAtomic } from '../../io/index.js';
import { loadTableModel } from '../../tabular/saved/load-table-model.js';
import { csvOf, loadCheckpoint, saveCheckpoint } from '../../train/index.js';
import { LineFile } from '../../train/runs/line-file.js';
import { type MetricsLine, parseMetrics } from '../../train/runs/metrics-line.js';
import { checkpointPath } from '../args/checkpoint-path.js';
import type { Command } from '../args/command.js';
import { UsageError } from '../args/usage-error.js';
import { wordOption } from '../args/word-option.js';
import { programOf } from '../table/program.js';

const formats = ['ts', 'safetensors', 'csv'] as const;

type Format = (typeof formats)[number];

/** The records of a run. @throws DataError when there are none. */
function metricsOf(run: string): MetricsLine[] {
  const path = join(run, 'metrics.jsonl');
  if (!existsSync(path)) throw new DataError(`export: there are no metrics in '${run}'`);
  return new LineFile(path).lines().flatMap((line) => parseMetrics(line) ?? []);
}

/** `chainrule export`. */
export const exportCommand: Command = {
  usage: '<run> [--format ts | safetensors | csv] [--out <file>]',
  help: 'Writes the weights of a run for other programs, a TypeScript file that predicts, or its metrics.',
  options: {
    format: { value: '<format>', help: 'ts, safetensors, or csv for the metrics (ts)' },
    out: { value: '<file>', help: 'what to write (<run>.<format>, here)' },
  },
  run: async (given, terminal) => {
    const [run, extra] = given.positionals;
    if (run === undefined) throw new UsageError('export needs the folder of a run: export runs/x');
    if (extra !== undefined) throw new UsageError(`export: '${extra}' is one word too many`);
    const format = wordOption<Format, Format>(given, 'format', formats, 'ts');
    const out = given.options.get('out') ?? `${basename(resolve(run))}.${format}`;
    if (existsSync(out))
      throw new DataError(`export: '${out}' is there already; name another --out`);
    if (format === 'csv') {
      writeFileAtomic(out, csvOf(metricsOf(run)));
      terminal.write(`wrote ${out}\n`);
      return 0;
    }
    const path = checkpointPath('export', run);
    if (format === 'safetensors') {
      saveSafetensors(out, loadCheckpoint(path).model);
      terminal.write(`wrote ${out}\n`);
      return 0;
    }
    const { facts, model, columns } = loadTableModel(path);
    const weights = `${basename(out).replace(/\.ts$/, '')}.safetensors`;
    saveCheckpoint(join(dirname(out), weights), { model, facts: { ...facts } });
    writeFileAtomic(out, programOf(weights, columns));
    terminal.write(`wrote ${out} and ${weights} beside it. Try: npx tsx ${out} <file>\n`);
    return 0;
  },
};
