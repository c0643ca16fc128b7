/** `chainrule train <table>`: reads, says what it found, trains, judges, and keeps all of it. */

import { join } from 'node:path';
import { writeFileAtomic } from '../../io/index.js';
import { blendLinear, describeBlend } from '../../tabular/fit/blend.js';
import { applyDecision, fitDecision } from '../../tabular/fit/decision.js';
import { loadCheckpoint, saveCheckpoint } from '../../train/index.js';
import { currentRanks } from '../../train/ranks/ranks.js';
import type { Given } from '../args/options.js';
import { checkName, defaultRuns, latestRunName, nextRunName, taskOf } from '../args/run-names.js';
import { UsageError } from '../args/usage-error.js';
import { durationOption } from '../args/word-option.js';
import { quiet, type Terminal } from '../screen/terminal.js';
import { conclude } from './conclude.js';
import { introduce } from './introduce.js';
import { type Judgement, judge } from './judgement.js';
import { writeReport } from './report.js';
import { guessTarget, readInput } from './table-input.js';
import { readingOf, wishesOf } from './table-options.js';
import {
  beginTable,
  defaultSaveEvery,
  resumeTable,
  runTable,
  type TableSession,
} from './table-session.js';

/** `chainrule train <table>`. Resolves with the exit code. */
export async function trainTable(
  source: string,
  given: Given,
  terminal: Terminal,
): Promise<number> {
  const screen = given.options.has('json') ? quiet(terminal) : terminal;
  const runs = given.options.get('runs') ?? defaultRuns;
  const timeLimit = durationOption(given, 'time-limit');
  const saveEvery = durationOption(given, 'save-every') ?? defaultSaveEvery;
  if (given.options.has('resume')) {
    const name = given.options.get('name') ?? latestRunName(runs, taskOf(source));
    if (name === null)
      throw new UsageError(`--resume: there is no run of ${source} in '${runs}' yet`);
    return finishTable(
      await resumeTable(join(runs, checkName(name)), saveEvery, screen),
      timeLimit,
      {
        screen,
        terminal,
      },
    );
  }
  const reading = readingOf(given);
  wishesOf(given, '');
  const name = checkName(given.options.get('name') ?? nextRunName(runs, taskOf(source)));
  const table = await readInput(source, reading, screen);
  const wishes = wishesOf(given, given.options.get('target') ?? guessTarget(table));
  const session = beginTable({ source, table, reading, wishes, path: join(runs, name), saveEvery });
  return finishTable(session, timeLimit, { screen, terminal });
}

/** Where a person reads, and where a program does; one of them is silent. */
interface Outputs {
  readonly screen: Terminal;
  readonly terminal: Terminal;
}

/** Trains what is ready, or goes on with it, and says how good it is. */
export async function finishTable(
  session: TableSession,
  timeLimit: number | null,
  { screen, terminal }: Outputs,
): Promise<number> {
  introduce(session, screen);
  const ending = await runTable(session, screen, timeLimit);
  if (typeof ending === 'object') return ending.exitCode;
  if (currentRanks().rank > 0) return 0;
  settle(session, screen);
  const judgement = judge(session);
  keepResult(session, judgement);
  await writeReport(session, judgement);
  conclude(session, judgement, screen);
  if (screen !== terminal) terminal.write(`${JSON.stringify(resultOf(session, judgement))}\n`);
  return 0;
}

/**
 * Settles the best model by rows that it has not learned from, once: how linear it is, and how far
 * it prefers rare classes.
 */
function settle({ training, folder }: TableSession, screen: Terminal): void {
  const { model } = training;
  const { facts } = loadCheckpoint(folder.best, { model });
  if (facts.isSettled === true || facts.decision !== undefined) return;
  const blend = blendLinear(training);
  if (blend !== null && blend.share > 0) screen.write(`${describeBlend(blend)}\n`);
  const decision = fitDecision(training);
  if (decision !== null) applyDecision(training, decision);
  saveCheckpoint(folder.best, { model, facts: { ...facts, isSettled: true, blend, decision } });
}

function resultOf({ folder, training, record }: TableSession, judgement: Judgement): object {
  const { pairs: _, ...rest } = judgement;
  return { run: folder.path, source: record.source, target: training.fitted.target, ...rest };
}

function keepResult(session: TableSession, judgement: Judgement): void {
  const result = JSON.stringify(resultOf(session, judgement), null, 2);
  writeFileAtomic(join(session.folder.path, 'result.json'), `${result}\n`);
}
