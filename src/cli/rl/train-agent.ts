/**
 * `chainrule train <environment>`: trains an agent with a recipe, shows how it goes, keeps it, and
 * measures it in the end. `chainrule resume` goes on here too.
 */

import { join } from 'node:path';
import { writeFileAtomic } from '../../io/index.js';
import {
  type Agent,
  animate,
  Box,
  Discrete,
  evaluatePolicy,
  Monitor,
  make,
  type Space,
} from '../../rl/index.js';
import { RunFolder } from '../../train/index.js';
import { clearUnsaved, isUnsaved } from '../../train/runs/unsaved.js';
import { numberOption } from '../args/number-option.js';
import type { Given, OptionTable } from '../args/options.js';
import { checkName, defaultRuns, nextRunName } from '../args/run-names.js';
import { UsageError } from '../args/usage-error.js';
import { versionOf } from '../args/version.js';
import { durationOption, wordOption } from '../args/word-option.js';
import { duration, fourDigits, thousands } from '../screen/numbers.js';
import { listenForStop } from '../screen/stop-request.js';
import { quiet, type Terminal } from '../screen/terminal.js';
import { AgentLine } from './agent-line.js';
import { type AgentRecord, loadAgent, readAgentRecord } from './agent-record.js';
import { agentKinds, algorithms, algorithmsFor, checkFits, environments } from './algorithms.js';
import { recipeFor } from './recipes.js';

/** What only agents can be told. */
export const agentOptions: OptionTable = {
  algo: { value: '<name>', help: `agents: ${algorithms.join(', ')} (ppo, sac for Pendulum)` },
  steps: { value: '<n>', help: 'agents: steps in the environment (those of the recipe)' },
};

/** What agents can be told beside that. */
const shared: readonly string[] = [
  'lr',
  'seed',
  'hidden',
  'name',
  'runs',
  'time-limit',
  'save-every',
  'json',
];

const defaultSaveEvery = 5;
const evaluationEpisodes = 20;
/** Lines of metrics that a training writes. */
const metricsLines = 100;

/** A training that is ready to begin, or to go on. */
interface Session {
  readonly record: AgentRecord;
  readonly agent: Agent;
  readonly folder: RunFolder;
}

function readRecord(source: string, given: Given): AgentRecord {
  const algo = wordOption(given, 'algo', algorithms, source === 'Pendulum-v1' ? 'sac' : null);
  const chosen = algo ?? algorithmsFor(source)[0] ?? 'ppo';
  checkFits(chosen, source);
  const recipe = recipeFor(chosen, source);
  const seed = numberOption(given, 'seed', 'seed', 0);
  const lr = given.options.has('lr')
    ? { learningRate: numberOption(given, 'lr', 'positive', 1) }
    : {};
  const hidden = numberOption(given, 'hidden', 'count', 0);
  const options = {
    ...recipe.options,
    ...lr,
    ...(hidden > 0 ? { hidden: [hidden, hidden] } : {}),
    seed,
  };
  const steps = numberOption(given, 'steps', 'count', recipe.steps);
  return { kind: 'agent', source, algo: chosen, envs: recipe.envs, steps, seed, options };
}

function beginAsTyped(record: AgentRecord, given: Given): Session {
  const runs = given.options.get('runs') ?? defaultRuns;
  const task = `${record.source}-${record.algo}`;
  const name = checkName(given.options.get('name') ?? nextRunName(runs, task));
  return begin(record, join(runs, name));
}

function begin(record: AgentRecord, path: string): Session {
  const { algo, source, envs, options } = record;
  const agent = agentKinds[algo].create(environments(source, envs), options);
  const folder = RunFolder.create(path);
  folder.lock();
  folder.describe({
    ...record,
    chainrule: versionOf(),
    node: process.version,
    started: new Date().toISOString(),
  });
  // From now on there is something to go on from.
  agent.save(folder.last);
  return { record, agent, folder };
}

/** `4 numbers`, `one of 2`, or the space as it calls itself. */
function describeSpace(space: Space<unknown>, oneOfMany: string): string {
  if (space instanceof Discrete) return `${oneOfMany} ${space.n}`;
  if (!(space instanceof Box)) return String(space);
  return space.flatSize === 1 ? 'one number' : `${space.flatSize} numbers`;
}

function introduce({ record, agent, folder }: Session, terminal: Terminal): void {
  const { source, algo, envs, steps, seed } = record;
  const { observationSpace, actionSpace } = make(source);
  const done = agent.timesteps === 0 ? '' : `, going on after step ${thousands(agent.timesteps)}`;
  const side = envs === 1 ? 'one environment' : `${envs} environments side by side`;
  terminal.write(
    `${terminal.style('bold', source)}  ${describeSpace(observationSpace, 'a state of')} seen, ` +
      `${describeSpace(actionSpace, 'one of')} to act with\n` +
      `${agentKinds[algo].title}, ${side}, ${thousands(steps)} steps, seed ${seed}\n` +
      `kept in ${folder.path}${done}\n`,
  );
}

/** Trains until all steps are done (null), or until a signal (its exit code). */
async function learn(session: Session, given: Given, terminal: Terminal): Promise<number | null> {
  const { record, agent, folder } = session;
  const saveEvery = durationOption(given, 'save-every') ?? defaultSaveEvery;
  const timeLimit = durationOption(given, 'time-limit');
  const line = new AgentLine(terminal, record.steps, agent.timesteps);
  const stop = listenForStop(() => {
    line.end();
    terminal.write('stopping after this step ...\n');
  });
  const signals = timeLimit === null ? [] : [AbortSignal.timeout(1000 * timeLimit)];
  let saved = performance.now();
  const monitor = new Monitor(folder.path, {
    every: Math.ceil(record.steps / metricsLines),
    onRecord: (metrics) => {
      line.record(metrics);
      if (performance.now() - saved < 1000 * saveEvery) return;
      agent.save(folder.last);
      saved = performance.now();
    },
  });
  const began = performance.now();
  try {
    const signal = AbortSignal.any([stop.signal, ...signals]);
    await agent.learn({ totalTimesteps: record.steps, callbacks: monitor, signal });
    line.end();
    agent.save(folder.last);
    if (stop.signal.aborted) {
      terminal.write(`stopped and saved. Go on with:\n  npx chainrule resume ${folder.path}\n`);
      return stop.exitCode();
    }
    terminal.write(`trained in ${duration((performance.now() - began) / 1000)}\n`);
    return null;
  } finally {
    line.end();
    stop.ignore();
    folder.unlock();
  }
}

/** Steps that a film shows at most. */
const filmSteps = 300;
const filmRate = 30;

/** One episode with the best actions, as an animated picture. */
function film({ record, agent }: Session): string {
  const env = make(record.source);
  let [obs] = env.reset({ seed: 10_000 + record.seed });
  const frames = [env.render('svg')];
  for (let isOver = false; !isOver && frames.length <= filmSteps; ) {
    const [action] = agent.predict(obs, { deterministic: true });
    const [next, , terminated, truncated] = env.step(action);
    frames.push(env.render('svg'));
    obs = next;
    isOver = terminated || truncated;
  }
  return animate(frames, { fps: filmRate });
}

/** Measures the agent, with its best actions, in episodes that it has not seen. */
function conclude(session: Session): string {
  const { record, agent, folder } = session;
  const options = { episodes: evaluationEpisodes, seed: 10_000 + record.seed };
  const { meanReward, stdReward } = evaluatePolicy(agent, make(record.source), options);
  const result = {
    source: record.source,
    algo: record.algo,
    steps: agent.timesteps,
    scores: { reward: meanReward, rewardStd: stdReward, episodes: evaluationEpisodes },
  };
  writeFileAtomic(join(folder.path, 'film.svg'), film(session));
  writeFileAtomic(join(folder.path, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
  return JSON.stringify(result);
}

async function finish(session: Session, given: Given, terminal: Terminal): Promise<number> {
  const isJson = given.options.has('json');
  const screen = isJson ? quiet(terminal) : terminal;
  introduce(session, screen);
  const code = await learn(session, given, screen);
  if (code !== null) return code;
  const result = conclude(session);
  if (isJson) terminal.write(`${result}\n`);
  const { reward, rewardStd } = JSON.parse(result).scores;
  screen.write(
    `${terminal.style('bold', `mean return ${fourDigits(reward)}`)} ± ${fourDigits(rewardStd)} in ` +
      `${evaluationEpisodes} episodes with the best actions\n` +
      `watch it: npx chainrule play ${session.folder.path}\n`,
  );
  return 0;
}

/** `chainrule train <environment>`. Resolves with the exit code. */
export async function trainAgent(
  source: string,
  given: Given,
  terminal: Terminal,
): Promise<number> {
  const known = [...Object.keys(agentOptions), ...shared];
  const wrong = [...given.options.keys()].find((option) => !known.includes(option));
  if (wrong !== undefined) {
    throw new UsageError(
      `--${wrong} is not for agents; there is ${known.map((one) => `--${one}`).join(' ')}`,
    );
  }
  return finish(beginAsTyped(readRecord(source, given), given), given, terminal);
}

/**
 * Goes on with the training of an agent in the folder; one that was killed before its first save
 * begins anew. Resolves with the exit code.
 */
export async function resumeAgent(path: string, given: Given, terminal: Terminal): Promise<number> {
  if (isUnsaved(path)) {
    const { kind, source, algo, envs, steps, seed, options } = readAgentRecord(path);
    clearUnsaved(path, 'the same');
    const record = { kind, source, algo, envs, steps, seed, options };
    return finish(begin(record, path), given, terminal);
  }
  const folder = RunFolder.open(path);
  folder.lock();
  const record = readAgentRecord(path);
  return finish({ record, agent: loadAgent(path, record), folder }, given, terminal);
}
