/**
 * What something new costs, and how memory grows: figures of the programs that need processes of
 * their own. See `programs/run.ts`, `programs/sights.ts` and `programs/growth.ts`.
 */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Entrant } from './contestant.js';
import { pytorchSettings, typeScript } from './entrants.js';
import type { Growth } from './programs/growth.js';
import type { Sight } from './programs/sights.js';
import { summarize } from './statistics.js';

/** A time of ours beside the one that it is held to, in seconds. */
export interface FirstSight {
  readonly name: string;
  readonly ours: number;
  readonly other: number;
  /** What the other is: PyTorch with its version, or the same when it is known. */
  readonly against: string;
  /** Most times the other. */
  readonly bar: number;
}

/** Memory of a process in MiB before some steps and after them; null if they failed. */
export interface MemoryGrowth {
  readonly name: string;
  readonly growth: Growth | null;
  /** Most MiB between the two; null where only success counts. */
  readonly bar: number | null;
  readonly error: string | null;
}

type Command = Pick<Entrant, 'command' | 'args' | 'env'>;

const rounds = 3;

function answerOf<Answer>({ command, args, env }: Command): Answer {
  const output = execFileSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

/**
 * What `run.ts` and `run.py` print, times in milliseconds; the version is that of the twin's
 * library.
 */
interface Run {
  readonly times: readonly number[];
  readonly version?: string;
}

/**
 * The first step of a program beside PyTorch at its best setting, in fresh processes that take
 * turns.
 */
function besidePyTorch(program: string, name: string, bar: number): FirstSight[] {
  const settings = pytorchSettings().map((entrant) => ({
    ...entrant,
    args: [fileURLToPath(new URL('./programs/run.py', import.meta.url)), program, '1', '--json'],
  }));
  if (settings.length === 0) return [];
  const commands = [
    typeScript('./programs/run.ts', program, '--steps', '1', '--json'),
    ...settings,
  ];
  const seconds = commands.map((): number[] => []);
  let version = '';
  for (let round = 0; round < rounds; round++) {
    for (const [i, command] of commands.entries()) {
      const run = answerOf<Run>(command);
      seconds[i]?.push((run.times[0] ?? Number.NaN) / 1000);
      version = run.version ?? version;
    }
  }
  const [ours = Number.NaN, ...theirs] = seconds.map((samples) => summarize(samples).median);
  return [{ name, ours, other: Math.min(...theirs), against: `PyTorch ${version}`, bar }];
}

function besideKnown(sight: string, name: string, against: string, bar: number): FirstSight {
  const { fresh, known } = answerOf<Sight>(typeScript('./programs/sights.ts', sight));
  return { name, ours: fresh / 1000, other: known / 1000, against, bar };
}

/** All figures of what is seen first. */
export function measureFirstSight(): FirstSight[] {
  const known = 'when known';
  return [
    ...besidePyTorch('resnet', 'First step of ResNet-18', 2),
    ...besidePyTorch('nanogpt', 'First step of nanoGPT', 2),
    ...besidePyTorch('unet', 'First step of U-Net', 2),
    ...besidePyTorch('generation', 'nanoGPT, the first 200 characters', 1),
    besideKnown('lstm', 'New length, LSTM of 64, Adam', known, 3),
    besideKnown('mlp', 'New batch size, MLP 784-128-10, Adam', known, 3),
    besideKnown('gpt', 'Prompt of nanoGPT that is longer by a character', known, 3),
    besideKnown('cells', 'New length, two LSTM cells along 180 to 199 points', known, 3),
    besideKnown('small', 'First 200 steps of 2-16-16-1 after one', known, 2),
    besideKnown('slice', 'Batch by a slice that moves, MLP 64-128-10', 'batch ready', 1.3),
    besideKnown('at', 'Batch by a row of indices that moves', 'batch ready', 1.3),
  ];
}

function grow(key: string, name: string, bar: number | null): MemoryGrowth {
  const { command, args, env } = typeScript('./programs/growth.ts', key);
  const options = {
    command,
    args: ['--expose-gc', ...args],
    ...(env === undefined ? {} : { env }),
  };
  try {
    return { name, growth: answerOf<Growth>(options), bar, error: null };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const line = text.split('\n').find((one) => /^\w*Error|out of memory/.test(one));
    return { name, growth: null, bar, error: line ?? 'failed' };
  }
}

/** All figures of how memory grows. */
export function measureGrowth(): MemoryGrowth[] {
  return [
    grow('lstm-read', 'LSTM language model, 30 steps, loss read every fifth', 100),
    grow('lstm-unread', 'LSTM language model, 30 steps, loss never read', 100),
    grow('actorcritic', 'Actor-critic, 300 episodes of 50 lengths', 100),
    grow('lengths', 'LSTM and Adam, 1000 pairs of length and batch size', 100),
    grow('large', 'A product of 1.5 GiB, then a layer of 120M weights with Adam', null),
  ];
}
