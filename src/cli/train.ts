/** `chainrule train`: finds out what is to be trained on, and hands over to it. */

import { existsSync } from 'node:fs';
import { isLaunched } from '../distributed/world/world.js';
import { envIds } from '../rl/index.js';
import { currentRanks } from '../train/ranks/ranks.js';
import type { Command } from './args/command.js';
import { didYouMean } from './args/nearest.js';
import type { Given, OptionTable } from './args/options.js';
import { defaultRuns } from './args/run-names.js';
import { UsageError } from './args/usage-error.js';
import { joinLaunch } from './ranks/launch.js';
import { recipeNamed } from './recipe-run/find-recipe.js';
import { recipeOptions, trainRecipe } from './recipe-run/train-recipe.js';
import { agentOptions, trainAgent } from './rl/train-agent.js';
import type { Terminal } from './screen/terminal.js';
import { openBeside } from './studio/beside.js';
import { bundledTables } from './table/table-input.js';
import { readingOptions, tableOptions } from './table/table-options.js';
import { defaultSaveEvery } from './table/table-session.js';
import { trainTable } from './table/train-table.js';

/** Data sets of the package. */
const bundled: readonly string[] = ['digits', ...bundledTables];

const options: OptionTable = {
  ...tableOptions,
  ...recipeOptions,
  ...agentOptions,
  'save-every': { value: '<time>', help: `between two checkpoints (${defaultSaveEvery}s)` },
  studio: { value: null, help: 'open a page that shows the training live' },
  ...readingOptions,
};

function checkOptions(given: Given, name: string): void {
  const wrong = [...given.options.keys()].find((option) => !Object.hasOwn(recipeOptions, option));
  if (wrong === undefined) return;
  throw new UsageError(`--${wrong} is for tables; ${name} is a recipe of its own`);
}

function isFile(name: string): boolean {
  return name === '-' || /[./\\]/.test(name) || existsSync(name);
}

/** @throws UsageError where only one process can train. */
function needsOneProcess(name: string): void {
  if (!isLaunched()) return;
  throw new UsageError(`train ${name}: agents train in one process; start this one without mpirun`);
}

async function dispatch(given: Given, terminal: Terminal): Promise<number> {
  const [name, extra] = given.positionals;
  if (name === undefined) {
    throw new UsageError('train what? Try: chainrule train digits, or chainrule train <table>.csv');
  }
  if (extra !== undefined) throw new UsageError(`train ${name}: '${extra}' is one word too many`);
  if (envIds().includes(name)) needsOneProcess(name);
  if (envIds().includes(name)) return trainAgent(name, given, terminal);
  const forAgents = Object.keys(agentOptions).find((option) => given.options.has(option));
  if (forAgents !== undefined) {
    const what = didYouMean(name, envIds()) || `. There is: ${envIds().join(', ')}`;
    throw new UsageError(`--${forAgents} is for agents; no environment '${name}'${what}`);
  }
  const recipe = await recipeNamed(name);
  if (recipe !== null) {
    checkOptions(given, name);
    return trainRecipe(recipe, name, given, terminal);
  }
  if (bundledTables.includes(name) || isFile(name)) return trainTable(name, given, terminal);
  const hint =
    didYouMean(name, [...bundled, ...envIds()]) ||
    `. There is: ${bundled.join(', ')}; or name a file`;
  throw new UsageError(`train: no data set '${name}'${hint}`);
}

/** The same words without `--studio`, which is no matter of the training. */
function withoutStudio(given: Given): Given {
  const options = new Map([...given.options].filter(([name]) => name !== 'studio'));
  return { ...given, options };
}

async function train(given: Given, own: Terminal): Promise<number> {
  const terminal = await joinLaunch(own);
  const isJson = given.options.has('json');
  const runs = given.options.get('runs') ?? defaultRuns;
  const studio =
    given.options.has('studio') && currentRanks().rank === 0 ? openBeside(runs, isJson) : null;
  const code = await dispatch(withoutStudio(given), terminal);
  if (code !== 0 || isJson) return code;
  if (studio === null) {
    const where = runs === defaultRuns ? '' : ` --runs ${runs}`;
    terminal.write(`look at it: npx chainrule studio${where}\n`);
    return code;
  }
  terminal.write('the studio stays open; Ctrl-C ends it\n');
  await studio.ended;
  return code;
}

/** `chainrule train`. */
export const trainCommand: Command = {
  usage: '<table | images/ | recipe.ts | digits | environment> [options]',
  help:
    'Trains a model on a table of your own (CSV, JSON lines, Parquet; - for stdin), on a folder of\n' +
    '      pictures (images/<class>/*.png, .jpg), by a recipe of your own in a file, or on\n' +
    `      ${bundled.join(', ')}; or an agent in an environment such as CartPole-v1.\n` +
    '      Keeps it under runs/<name>/.',
  options,
  run: train,
};
