/** `chainrule train` of a recipe: trains, shows how it goes, keeps the model, and judges it. */

import { join } from 'node:path';
import { DataError } from '../../errors.js';
import { writeFileAtomic } from '../../io/index.js';
import { formatFinding, RunFolder } from '../../train/index.js';
import { currentRanks } from '../../train/ranks/ranks.js';
import { clearUnsaved, isUnsaved } from '../../train/runs/unsaved.js';
import { numberOption } from '../args/number-option.js';
import type { Given, OptionTable } from '../args/options.js';
import { checkName, defaultRuns, latestRunName, nextRunName } from '../args/run-names.js';
import { UsageError } from '../args/usage-error.js';
import { versionOf } from '../args/version.js';
import { durationOption } from '../args/word-option.js';
import {
  partsOf,
  prepareRecipe,
  type Recipe,
  type RecipeSettings,
  type RecipeTraining,
} from '../recipe/recipe.js';
import { duration, thousands } from '../screen/numbers.js';
import { ProgressLine } from '../screen/progress-line.js';
import { listenForStop } from '../screen/stop-request.js';
import { quiet, type Terminal } from '../screen/terminal.js';
import { wrapped } from '../screen/wrapped.js';
import { readRecipeRecord, recipeNamed, recipeOf } from './find-recipe.js';
import { asData, judgeRecipe, type Result, resultLines } from './judge-recipe.js';
import { planeOf } from './plane.js';
import { sampleMistakes } from './sample-mistakes.js';

const settingOptions = {
  epochs: { value: '<n>', help: 'times through the data (by the data)' },
  'batch-size': { value: '<n>', help: 'samples per step (by the data)' },
  lr: { value: '<rate>', help: 'learning rate at the start (by the model)' },
  seed: { value: '<n>', help: 'the same seed gives the same model (1337)' },
  hidden: { value: '<n>', help: 'units of a hidden layer (by the data)' },
} as const satisfies OptionTable;

/** What each training can be told. */
export const recipeOptions: OptionTable = {
  ...settingOptions,
  name: { value: '<name>', help: 'name of the run (digits-1, digits-2, ...)' },
  runs: { value: '<folder>', help: `folder of all runs (${defaultRuns})` },
  resume: { value: null, help: 'go on with a run that was stopped: that of --name, or the latest' },
  'time-limit': { value: '<time>', help: 'stop after 60s, 5m or 1h and keep the best so far' },
  json: { value: null, help: 'write the result as JSON and nothing else' },
};

/** A run that is ready to begin, or to go on. */
interface Session {
  readonly recipe: Recipe;
  readonly folder: RunFolder;
  readonly training: RecipeTraining;
  readonly settings: RecipeSettings;
  /** The words that go on with this run. */
  readonly resumeWith: string;
}

/** The recipe's settings with those that were typed. */
function settingsOf({ name, settings }: Recipe, given: Given): RecipeSettings {
  const typed: Record<string, number> = {};
  for (const [option, field, kind] of [
    ['epochs', 'epochs', 'count'],
    ['batch-size', 'batchSize', 'count'],
    ['lr', 'lr', 'positive'],
    ['seed', 'seed', 'seed'],
    ['hidden', 'hidden', 'count'],
  ] as const) {
    if (!given.options.has(option)) continue;
    if (settings[field] === undefined) {
      throw new UsageError(`--${option}: ${name} has no setting '${field}'`);
    }
    typed[field] = numberOption(given, option, kind, 1);
  }
  return { ...settings, ...typed };
}

function beginAsTyped(recipe: Recipe, source: string, given: Given): Session {
  const runs = given.options.get('runs') ?? defaultRuns;
  const name = checkName(given.options.get('name') ?? nextRunName(runs, recipe.name));
  const settings = settingsOf(recipe, given);
  const resumeWith = wordsFor(source, name, given);
  return begin({ recipe, source, settings, path: join(runs, name), resumeWith });
}

/** What a new training is made of. */
interface Start {
  readonly recipe: Recipe;
  readonly source: string;
  readonly settings: RecipeSettings;
  /** Path of the folder to make. */
  readonly path: string;
  readonly resumeWith: string;
}

function begin({ recipe, source, settings, path, resumeWith }: Start): Session {
  const training = prepareRecipe(recipe, settings);
  const folder = RunFolder.create(path);
  folder.lock();
  const versions = { chainrule: versionOf(), node: process.version };
  const started = new Date().toISOString();
  const { seed } = settings;
  folder.describe({
    kind: 'recipe',
    source,
    seed,
    settings: { ...settings },
    ...versions,
    started,
  });
  // From now on there is something to go on from.
  folder.saveLast(partsOf(training, recipe.facts(settings)));
  return { recipe, folder, training, settings, resumeWith };
}

function wordsFor(source: string, name: string, given: Given): string {
  const runs = given.options.get('runs');
  const where = runs === undefined ? '' : ` --runs ${runs}`;
  return `chainrule train ${source} --name ${name}${where} --resume`;
}

/** Begins a training that was killed before its first save, with what `run.json` says of it. */
async function beginAgain(path: string, resumeWith: string): Promise<Session> {
  const { source, settings } = readRecipeRecord(path);
  const recipe = await recipeNamed(source);
  if (recipe === null) throw new DataError(`resume: '${source}', which ${path} learns, is gone`);
  // All ranks have read what is there before the first one takes it away.
  if (currentRanks().max(0) === 0 && currentRanks().rank === 0) clearUnsaved(path, 'the same');
  return begin({ recipe, source, settings, path, resumeWith });
}

async function goOn(path: string, resumeWith: string): Promise<Session> {
  if (isUnsaved(path)) return beginAgain(path, resumeWith);
  const folder = RunFolder.open(path);
  folder.lock();
  const { facts } = folder.readLast();
  const { recipe, settings } = await recipeOf(facts, folder.last);
  const training = prepareRecipe(recipe, settings);
  folder.resume(partsOf(training, recipe.facts(settings)));
  return { recipe, folder, training, settings, resumeWith };
}

function introduce({ recipe, training, settings, folder }: Session, terminal: Terminal): void {
  const { train, validation, test, model, trainer } = training;
  const weights = model.parameters().reduce((sum, parameter) => sum + parameter.numel, 0);
  const [learned = '', chosen = ''] = [train, validation].map(({ length }) => thousands(length));
  const held = test === null ? 'none' : thousands(test.length);
  const done = trainer.epoch === 0 ? '' : `, going on after epoch ${trainer.epoch}`;
  const text =
    `${terminal.style('bold', recipe.name)}  ${learned} samples to learn from, ${chosen} to choose ` +
    `the best epoch by, ${held} held out\n` +
    `${recipe.describe(model, settings)}, ${thousands(weights)} parameters, ` +
    `seed ${settings.seed}\nkept in ${folder.path}${done}\n`;
  terminal.write(wrapped(text, terminal));
}

/** Trains until all epochs are done or the time is up (0), or until a signal (its exit code). */
async function run(session: Session, terminal: Terminal, seconds: number | null): Promise<number> {
  const { recipe, folder, training, settings, resumeWith } = session;
  const line = new ProgressLine(terminal, settings.epochs);
  const start = performance.now();
  const stop = listenForStop(() => {
    line.end();
    terminal.write('stopping after this batch ...\n');
  });
  try {
    const { ending } = await training.trainer.fit({
      epochs: settings.epochs,
      folder,
      control: true,
      facts: recipe.facts(settings),
      handleSignals: false,
      signal: stop.signal,
      ...(seconds !== null && { maxTime: seconds }),
      onBatch: (progress) => line.batch(progress),
      onEpoch: (record) => line.epoch(record, training.batches),
      onFinding: (finding) => line.say(formatFinding(finding)),
    });
    line.end();
    if (ending === 'signal' || ending === 'command') {
      terminal.write(`stopped and saved. Go on with:\n  npx ${resumeWith}\n`);
      // A signal that came to one process has stopped all of them.
      return currentRanks().max(stop.exitCode());
    }
    terminal.write(`trained in ${duration((performance.now() - start) / 1000)}\n`);
    return 0;
  } finally {
    line.end();
    stop.ignore();
    folder.unlock();
  }
}

/** Says how good the best epoch is on the samples that no choice has seen. */
function conclude({ recipe, folder, training }: Session, result: Result, terminal: Terminal): void {
  const lines = ['', ...resultLines(recipe, training, result, terminal)];
  if (recipe.predict !== null) {
    lines.push(`use it: npx chainrule predict ${folder.path} ${recipe.predictable}`);
  }
  terminal.write(`${lines.join('\n')}\n`);
}

/** Writes what was found out beside the run, for those who look at it later. */
function keepResult({ recipe, folder, training }: Session, result: Result): void {
  const { labels } = recipe;
  const { model, validation, test } = training;
  const { confusion, scores, epoch, rows } = result;
  const kept = {
    epoch,
    rows,
    scores,
    target: { labels: labels ?? [] },
    confusion: confusion?.counts() ?? null,
    mistakes: labels === null ? [] : sampleMistakes(model, test ?? validation, labels),
  };
  writeFileAtomic(join(folder.path, 'result.json'), `${JSON.stringify(kept)}\n`);
  const plane = labels === null ? null : planeOf(model, test ?? validation, labels);
  if (plane === null) return;
  writeFileAtomic(join(folder.path, 'plane.json'), `${JSON.stringify(plane)}\n`);
}

async function finish(session: Session, given: Given, terminal: Terminal): Promise<number> {
  const screen = given.options.has('json') ? quiet(terminal) : terminal;
  introduce(session, screen);
  const code = await run(session, screen, durationOption(given, 'time-limit'));
  if (code !== 0) return code;
  if (currentRanks().rank > 0) return 0;
  const result = await judgeRecipe(session.recipe, session.training, session.folder.best);
  keepResult(session, result);
  conclude(session, result, screen);
  if (screen !== terminal) {
    terminal.write(`${JSON.stringify({ run: session.folder.path, ...asData(result) })}\n`);
  }
  return 0;
}

/** `chainrule train <recipe>`. Resolves with the exit code. */
export async function trainRecipe(
  recipe: Recipe,
  source: string,
  given: Given,
  terminal: Terminal,
): Promise<number> {
  if (!given.options.has('resume'))
    return finish(beginAsTyped(recipe, source, given), given, terminal);
  const fixed = Object.keys(settingOptions).find((option) => given.options.has(option));
  if (fixed !== undefined) {
    throw new UsageError(`--resume goes on with the settings of the run; leave out --${fixed}`);
  }
  const runs = given.options.get('runs') ?? defaultRuns;
  const name = given.options.get('name') ?? latestRunName(runs, recipe.name);
  if (name === null) throw new DataError(`--resume: there is no run in '${runs}' yet`);
  const session = await goOn(join(runs, checkName(name)), wordsFor(source, name, given));
  return finish(session, given, terminal);
}

/** `chainrule resume <run>` of a recipe. */
export async function resumeRecipe(
  path: string,
  given: Given,
  terminal: Terminal,
): Promise<number> {
  return finish(await goOn(path, `chainrule resume ${path}`), given, terminal);
}
