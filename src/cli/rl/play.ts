/** `chainrule play`: an agent at work, in the terminal or as a film. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../errors.js';
import { writeFileAtomic } from '../../io/index.js';
import { animate, type Env, envIds, make, type Policy } from '../../rl/index.js';
import type { Command } from '../args/command.js';
import { numberOption } from '../args/number-option.js';
import type { Given } from '../args/options.js';
import { UsageError } from '../args/usage-error.js';
import { fourDigits } from '../screen/numbers.js';
import { listenForStop } from '../screen/stop-request.js';
import { quiet, type Terminal } from '../screen/terminal.js';
import { loadAgent, readAgentRecord } from './agent-record.js';
import { Stage } from './stage.js';

/** Who plays where. */
interface Cast {
  readonly env: Env;
  readonly policy: Policy<unknown, unknown>;
}

/** The agent of a run; or, for the name of an environment, somebody who acts by chance. */
function castOf(name: string): Cast {
  if (existsSync(join(name, 'run.json'))) {
    const record = readAgentRecord(name);
    return { env: make(record.source), policy: loadAgent(name, record) };
  }
  if (!envIds().includes(name)) {
    throw new DataError(
      `play: '${name}' is neither the folder of a run nor an environment (${envIds().join(', ')})`,
    );
  }
  const env = make(name);
  return { env, policy: { predict: () => [env.actionSpace.sample(), null] } };
}

/** What was played. */
interface Played {
  readonly reward: number;
  readonly length: number;
}

/** Plays one episode; `show` is called with the environment at each of its states. */
async function playEpisode(
  { env, policy }: Cast,
  seed: number,
  show: (played: Played) => Promise<boolean>,
): Promise<Played> {
  let [obs] = env.reset({ seed });
  let [reward, length] = [0, 0];
  let goesOn = await show({ reward, length });
  while (goesOn) {
    const [action] = policy.predict(obs, { deterministic: true });
    const [next, gain, terminated, truncated] = env.step(action);
    obs = next;
    reward += gain;
    length += 1;
    goesOn = (await show({ reward, length })) && !terminated && !truncated;
  }
  return { reward, length };
}

async function play(given: Given, terminal: Terminal): Promise<number> {
  const [name, extra] = given.positionals;
  if (name === undefined) throw new UsageError('play needs the folder of a run: play runs/x');
  if (extra !== undefined) throw new UsageError(`play: '${extra}' is one word too many`);
  const episodes = numberOption(given, 'episodes', 'count', 1);
  const fps = numberOption(given, 'fps', 'positive', 30);
  const seed = numberOption(given, 'seed', 'seed', 0);
  const film = given.options.get('film');
  const isJson = given.options.has('json');
  const cast = castOf(name);
  const frames: string[] = [];
  const all: Played[] = [];
  const stop = listenForStop(() => {});
  const stage = new Stage(isJson ? quiet(terminal) : terminal, fps);
  try {
    for (let episode = 0; episode < episodes && !stop.signal.aborted; episode++) {
      const played = await playEpisode(cast, seed + episode, async ({ reward, length }) => {
        if (film !== undefined) frames.push(cast.env.render('svg'));
        await stage.show(cast.env, `step ${length}  return ${fourDigits(reward)}`);
        return !stop.signal.aborted;
      });
      stage.next(
        `episode ${episode + 1}: return ${fourDigits(played.reward)} in ${played.length} steps`,
      );
      all.push(played);
    }
  } finally {
    stage.close();
    stop.ignore();
  }
  if (film !== undefined) writeFileAtomic(film, animate(frames, { fps }));
  if (isJson) terminal.write(`${JSON.stringify(all)}\n`);
  else if (film !== undefined) terminal.write(`${film}\n`);
  return stop.exitCode();
}

/** `chainrule play`. */
export const playCommand: Command = {
  usage: '<run | environment>',
  help: 'Shows an agent at work in the terminal; without a run, somebody who acts by chance.',
  options: {
    episodes: { value: '<n>', help: 'how many episodes (1)' },
    fps: { value: '<n>', help: 'frames per second (30)' },
    seed: { value: '<n>', help: 'seed of the first episode (0)' },
    film: { value: '<file.svg>', help: 'keep the episodes as an animated picture' },
    json: { value: null, help: 'write returns and lengths as JSON and show nothing' },
  },
  run: play,
};
