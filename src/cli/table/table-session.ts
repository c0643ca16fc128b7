/** A training on a table from its first line to its last: begin or go on, train, save. */

import { DataError } from '../../errors.js';
import type { TableWishes } from '../../tabular/fit/settings.js';
import { prepareTraining, type TableTraining } from '../../tabular/fit/table-training.js';
import type { ReadTableOptions } from '../../tabular/read/read-table.js';
import type { TableFacts } from '../../tabular/saved/table-facts.js';
import type { Table } from '../../tabular/table.js';
import {
  type CheckpointParts,
  formatFinding,
  RunFolder,
  type Ending as TrainerEnding,
} from '../../train/index.js';
import { currentRanks } from '../../train/ranks/ranks.js';
import { clearUnsaved, isUnsaved } from '../../train/runs/unsaved.js';
import { duration } from '../screen/numbers.js';
import { ProgressLine } from '../screen/progress-line.js';
import { listenForStop } from '../screen/stop-request.js';
import type { Terminal } from '../screen/terminal.js';
import {
  describeRun,
  lastingSource,
  type RunRecord,
  readingOfRecord,
  readRunRecord,
} from './run-record.js';
import { bundledTables, fingerprintOf, readInput } from './table-input.js';

/** Seconds between two checkpoints, when nothing is said; more often costs more than it saves. */
export const defaultSaveEvery = 5;

/** A training on a table, ready to run. */
export interface TableSession {
  readonly table: Table;
  readonly training: TableTraining;
  readonly folder: RunFolder;
  readonly record: RunRecord;
  readonly facts: TableFacts;
  /** The words that go on with it. */
  readonly resumeWith: string;
}

/** What a new training needs. */
export interface NewTraining {
  readonly source: string;
  readonly table: Table;
  readonly reading: ReadTableOptions;
  readonly wishes: TableWishes;
  /** Path of the folder to make. */
  readonly path: string;
  /** Seconds between two checkpoints. */
  readonly saveEvery: number;
}

/** Prepares a new training and makes its folder. @throws DataError */
export function beginTable(start: NewTraining): TableSession {
  const { source, table, reading, wishes, path, saveEvery } = start;
  const training = prepareTraining(table, wishes);
  const folder = RunFolder.create(path, { saveEvery });
  const { onProgress: _, kinds: __, limit: ___, ...kept } = reading;
  const record: RunRecord = {
    kind: 'table',
    source: lastingSource(source, bundledTables),
    fingerprint: fingerprintOf(table),
    reading: { ...kept },
    wishes,
    found: { rows: table.rows, settings: training.settings, because: training.fitted.because },
  };
  folder.lock();
  folder.describe(describeRun(record));
  folder.event('start');
  const session = sessionOf(table, training, folder, record);
  // From now on there is something to go on from.
  folder.saveLast(partsOf(session));
  return session;
}

function sessionOf(
  table: Table,
  training: TableTraining,
  folder: RunFolder,
  record: RunRecord,
): TableSession {
  const { missing, decimal } = readingOfRecord(record);
  const facts: TableFacts = {
    model: 'table',
    spec: training.settings.spec,
    preparation: training.preparation,
    missing: missing ?? null,
    decimal: decimal ?? null,
  };
  const resumeWith = `chainrule resume ${folder.path}`;
  return { table, training, folder, record, facts, resumeWith };
}

/**
 * Reads the table of an earlier training again and goes on with it; one that was killed before its
 * first save begins anew. @throws DataError
 */
export async function resumeTable(
  path: string,
  saveEvery: number,
  terminal: Terminal,
): Promise<TableSession> {
  const begun = isUnsaved(path) ? readRunRecord(path) : null;
  const folder = begun === null ? RunFolder.open(path, { saveEvery }) : null;
  folder?.lock();
  const record = begun ?? readRunRecord(path);
  if (record.source === '-') {
    throw new DataError(
      `${path} was trained on the standard input, which cannot be read again. ` +
        'Keep the table in a file and train on that',
    );
  }
  const table = await readInput(record.source, readingOfRecord(record), terminal);
  if (fingerprintOf(table) !== record.fingerprint) {
    throw new DataError(
      `${record.source} has changed since this training began, so going on would mix two tables. ` +
        'Begin a new training',
    );
  }
  if (folder === null) {
    // All ranks have read what is there before the first one takes it away.
    if (currentRanks().max(0) === 0 && currentRanks().rank === 0) clearUnsaved(path, 'the same');
    const { source, wishes } = record;
    return beginTable({ source, table, reading: readingOfRecord(record), wishes, path, saveEvery });
  }
  const training = prepareTraining(table, record.wishes);
  const session = sessionOf(table, training, folder, record);
  folder.resume(partsOf(session));
  folder.event('resume', { epoch: training.trainer.epoch });
  return session;
}

/** What a checkpoint of the session holds. */
export function partsOf({ training, facts }: TableSession): CheckpointParts {
  const { model, optimizer, scheduler, trainer, average } = training;
  return { model, optimizer, scheduler, trainer, average, facts: { ...facts } };
}

/** How a training came to its end. */
export type Ending = 'done' | 'stopped early' | 'out of time' | { readonly exitCode: number };

/** Trains until the end, a signal, or the time limit in seconds. */
export async function runTable(
  session: TableSession,
  terminal: Terminal,
  timeLimit: number | null,
): Promise<Ending> {
  const { training, folder } = session;
  const { trainer, settings } = training;
  const line = new ProgressLine(terminal, settings.epochs);
  const start = performance.now();
  const stop = listenForStop(() => {
    line.end();
    terminal.write('stopping after this batch ...\n');
  });
  try {
    const { ending: why } = await trainer.fit({
      epochs: settings.epochs,
      folder,
      facts: { ...session.facts },
      control: true,
      handleSignals: false,
      signal: stop.signal,
      ...(timeLimit !== null && { maxTime: timeLimit }),
      onBatch: (progress) => line.batch(progress),
      onFinding: (finding) => line.say(formatFinding(finding)),
      onEpoch: (record) => line.epoch(record, training.batches),
    });
    line.end();
    const ending = endings[why];
    if (ending === null) {
      terminal.write(`stopped and saved. Go on with:\n  npx ${session.resumeWith}\n`);
      // A signal that came to one process has stopped all of them.
      return { exitCode: currentRanks().max(stop.exitCode()) };
    }
    const seconds = duration((performance.now() - start) / 1000);
    terminal.write(`${describeEnding(ending, trainer.epoch)} in ${seconds}\n`);
    return ending;
  } finally {
    line.end();
    stop.ignore();
    folder.unlock();
  }
}

/** What the end of `fit` means here; null when the training was stopped and can go on. */
const endings: Readonly<Record<TrainerEnding, Exclude<Ending, object> | null>> = {
  epochs: 'done',
  steps: 'done',
  callback: 'stopped early',
  time: 'out of time',
  signal: null,
  command: null,
};

function describeEnding(ending: Exclude<Ending, object>, epoch: number): string {
  switch (ending) {
    case 'done':
      return 'trained';
    case 'stopped early':
      return `trained ${epoch} epochs, until the validation stopped improving,`;
    case 'out of time':
      return `trained ${epoch} epochs, until the time was up,`;
  }
}
