/**
 * `chainrule train digits`: trains the digits classifier, shows how it goes, and keeps the model.
 */

import { join } from 'node:path';
import { DataError } from '../../errors.js';
import { type CheckpointParts, loadCheckpoint, RunFolder } from '../../train/index.js';
import { numberOption } from '../args/number-option.js';
import type { Given, OptionTable } from '../args/options.js';
import { checkName, defaultRuns, latestRunName, nextRunName } from '../args/run-names.js';
import { UsageError } from '../args/usage-error.js';
import { confusionTable } from '../screen/confusion-table.js';
import { duration, percent, thousands } from '../screen/numbers.js';
import { ProgressLine } from '../screen/progress-line.js';
import { listenForStop } from '../screen/stop-request.js';
import type { Terminal } from '../screen/terminal.js';
import {
  type DigitsSettings,
  type DigitsTraining,
  defaultSettings,
  digitsFacts,
  dropout,
  judge,
  labelSmoothing,
  prepareDigits,
  settingsOf,
} from './digits.js';

const task = 'digits';

const settingOptions = {
  epochs: { value: '<n>', help: `times through the data (${defaultSettings.epochs})` },
  'batch-size': { value: '<n>', help: `samples per step (${defaultSettings.batchSize})` },
  lr: { value: '<rate>', help: `learning rate at the start (${defaultSettings.lr})` },
  seed: { value: '<n>', help: `the same seed gives the same model (${defaultSettings.seed})` },
  hidden: { value: '<n>', help: `units of the hidden layer (${defaultSettings.hidden})` },
} as const satisfies OptionTable;

/** What a training of digits can be told. */
export const digitsOptions: OptionTable = {
  ...settingOptions,
  name: { value: '<name>', help: `name of the run (${task}-1, ${task}-2, ...)` },
  runs: { value: '<folder>', help: `folder of all runs (${defaultRuns})` },
  resume: { value: null, help: 'go on with a run that was stopped: that of --name, or the latest' },
};

/** A run that is ready to begin, or to go on. */
interface Session {
  readonly folder: RunFolder;
  readonly training: DigitsTraining;
  readonly settings: DigitsSettings;
  /** The words that go on with this run. */
  readonly resumeWith: string;
}

function readSettings(given: Given): DigitsSettings {
  return {
    epochs: numberOption(given, 'epochs', 'count', defaultSettings.epochs),
    batchSize: numberOption(given, 'batch-size', 'count', defaultSettings.batchSize),
    lr: numberOption(given, 'lr', 'positive', defaultSettings.lr),
    seed: numberOption(given, 'seed', 'seed', defaultSettings.seed),
    hidden: numberOption(given, 'hidden', 'count', defaultSettings.hidden),
  };
}

function beginSession(given: Given): Session {
  const runs = given.options.get('runs') ?? defaultRuns;
  const settings = readSettings(given);
  const name = checkName(given.options.get('name') ?? nextRunName(runs, task));
  const training = prepareDigits(settings);
  const folder = RunFolder.create(join(runs, name));
  return { folder, training, settings, resumeWith: resumeWords(given, name) };
}

function resumeSession(given: Given): Session {
  const fixed = Object.keys(settingOptions).find((option) => given.options.has(option));
  if (fixed !== undefined) {
    throw new UsageError(`--resume goes on with the settings of the run; leave out --${fixed}`);
  }
  const runs = given.options.get('runs') ?? defaultRuns;
  const name = given.options.get('name') ?? latestRunName(runs, task);
  if (name === null) throw new DataError(`--resume: there is no run in '${runs}' yet`);
  const folder = RunFolder.open(join(runs, checkName(name)));
  const settings = settingsOf(folder.readLast().facts, folder.last);
  const training = prepareDigits(settings);
  folder.resume(partsOf(training));
  return { folder, training, settings, resumeWith: resumeWords(given, name) };
}

function partsOf({ model, optimizer, scheduler, trainer }: DigitsTraining): CheckpointParts {
  return { model, optimizer, scheduler, trainer };
}

function resumeWords(given: Given, name: string): string {
  const runs = given.options.get('runs');
  const where = runs === undefined ? '' : ` --runs ${runs}`;
  return `chainrule train ${task} --name ${name}${where} --resume`;
}

function introduce({ training, settings, folder }: Session, terminal: Terminal): void {
  const { train, validation, test, model, trainer } = training;
  const weights = model.parameters().reduce((sum, parameter) => sum + parameter.numel, 0);
  const sizes = [train, validation, test].map(({ length }) => thousands(length));
  const done = trainer.epoch === 0 ? '' : `, going on after epoch ${trainer.epoch}`;
  terminal.write(
    `${terminal.style('bold', 'digits')}  ${sizes[0]} pictures to learn from, ${sizes[1]} to ` +
      `choose the best epoch by, ${sizes[2]} held out\n` +
      `MLP 64-${settings.hidden}-10 with ${thousands(weights)} parameters, dropout ${dropout}, ` +
      `label smoothing ${labelSmoothing}, seed ${settings.seed}\n` +
      `kept in ${folder.path}${done}\n`,
  );
}

/** Trains until all epochs are done (0), or until a signal (its exit code). */
async function train(session: Session, terminal: Terminal): Promise<number> {
  const { folder, training, settings, resumeWith } = session;
  const line = new ProgressLine(terminal, settings.epochs);
  const start = performance.now();
  const stop = listenForStop(() => {
    line.end();
    terminal.write('stopping after this batch ...\n');
  });
  try {
    const { finished } = await training.trainer.fit({
      epochs: settings.epochs,
      folder,
      control: true,
      facts: digitsFacts(settings),
      handleSignals: false,
      signal: stop.signal,
      onBatch: (progress) => line.batch(progress),
      onEpoch: (record) => line.epoch(record, training.batches),
    });
    line.end();
    if (finished) {
      terminal.write(`trained in ${duration((performance.now() - start) / 1000)}\n`);
      return 0;
    }
    terminal.write(`stopped and saved. Go on with:\n  npx ${resumeWith}\n`);
    return stop.exitCode();
  } finally {
    line.end();
    stop.ignore();
  }
}

/** Says how good the best epoch is on the samples that no choice has seen. */
function conclude({ folder, training }: Session, terminal: Terminal): void {
  const { model, test } = training;
  const { facts } = loadCheckpoint(folder.best, { model });
  const matrix = judge(model, test);
  const wrong = Math.round(matrix.total * (1 - matrix.accuracy));
  terminal.write(
    `\n${confusionTable(matrix.counts(), terminal.style)}\n\n` +
      `${terminal.style('bold', `test accuracy ${percent(matrix.accuracy)}`)}\n` +
      `${wrong} of ${matrix.total} held-out digits wrong, with the weights of epoch ` +
      `${facts.epoch}\n` +
      `use it: npx chainrule predict ${folder.path} <file.csv>\n`,
  );
}

/** `chainrule train digits`. */
export async function trainDigits(given: Given, terminal: Terminal): Promise<number> {
  const session = given.options.has('resume') ? resumeSession(given) : beginSession(given);
  introduce(session, terminal);
  const code = await train(session, terminal);
  if (code === 0) conclude(session, terminal);
  return code;
}
