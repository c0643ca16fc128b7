/** The command line trains agents, goes on with them, lists them, and lets them play. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { temporaryFolder } from '../tabular/files.js';
import { fakeTerminal } from './fake-terminal.js';

const { root } = temporaryFolder();
const runs = join(root, 'runs');

async function chainrule(
  ...args: string[]
): Promise<{ code: number; text: string; errors: string }> {
  const terminal = fakeTerminal();
  const code = await runCommandLine(args, terminal);
  return { code, text: terminal.output(), errors: terminal.errors() };
}

it('trains, lists and plays', async () => {
  const options = ['--steps', '2048', '--hidden', '8', '--runs', runs];
  const trained = await chainrule('train', 'CartPole-v1', '--algo', 'ppo', ...options);
  expect(trained.errors).toBe('');
  expect(trained.text).toContain('4 numbers seen, one of 2 to act with');
  expect(trained.text).toMatch(/2,048\/2,048 steps {2}return \d/);
  expect(trained.text).toMatch(/mean return [\d.]+ ± [\d.]+ in 20 episodes/);

  const folder = join(runs, 'CartPole-v1-ppo-1');
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trim().split('\n');
  const last = JSON.parse(lines.at(-1) ?? '');
  expect(last).toMatchObject({ step: 2048, train: { reward: expect.any(Number) } });
  expect(readFileSync(join(folder, 'film.svg'), 'utf8')).toMatch(/^<svg.*<animate/);
  const { scores } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));

  const listed = await chainrule('runs', '--runs', runs, '--json');
  expect(JSON.parse(listed.text)).toMatchObject([
    { name: 'CartPole-v1-ppo-1', source: 'CartPole-v1', test: scores.reward },
  ]);

  const film = join(root, 'film.svg');
  const played = await chainrule('play', folder, '--episodes', '2', '--film', film);
  expect(played.text).toMatch(/episode 2: return \d+ in \d+ steps/);
  expect(readFileSync(film, 'utf8')).toMatch(/^<svg.*<animate/);
});

it('chooses an algorithm that can act there, and writes JSON', async () => {
  const options = ['--steps', '120', '--hidden', '8', '--runs', runs, '--json'];
  const { text } = await chainrule('train', 'Pendulum-v1', ...options);
  expect(JSON.parse(text)).toMatchObject({ algo: 'sac', steps: 120, scores: { episodes: 20 } });
});

it('redraws frames where it can', async () => {
  const terminal = fakeTerminal(true);
  await runCommandLine(['play', 'FrozenLake-v1', '--fps', '10000'], terminal);
  expect(terminal.output()).toContain('\x1b[5A\r');
  expect(terminal.output().endsWith('\x1b[?25h')).toBe(true);
});

it('says what is wrong', async () => {
  const errorOf = async (...args: string[]): Promise<string> => (await chainrule(...args)).errors;
  const train = (...args: string[]): Promise<string> => errorOf('train', ...args, '--runs', runs);
  expect(await train('CartPole-v1', '--algo', 'sac')).toContain("use 'ppo', 'a2c' or 'dqn'");
  expect(await train('CartPole-v1', '--algo', 'pp')).toContain("Did you mean 'ppo'?");
  expect(await train('CartPole-v1', '--target', 'x')).toContain('--target is not for agents');
  expect(await train('CartPole-v2')).toContain("Did you mean 'CartPole-v");
  expect(await train('digits', '--steps', '5')).toContain('--steps is for agents');
  expect(await errorOf('play', root)).toContain('neither the folder of a run nor an environment');
  expect(await errorOf('play')).toContain('play needs the folder of a run');
});
