/** The programs of examples/reinforcement-learning run, and show what they say. */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

function run(name: string, ...args: string[]): string {
  const program = `examples/reinforcement-learning/${name}.ts`;
  const options = { cwd: root, encoding: 'utf8' } as const;
  return execFileSync(process.execPath, ['--import', 'tsx', program, ...args], options);
}

function numberAfter(text: string, label: string): number {
  return Number(/-?\d+(\.\d+)?/.exec(text.slice(text.indexOf(label) + label.length))?.[0]);
}

describe('examples/reinforcement-learning', () => {
  it('01: who explores earns more', () => {
    const text = run('01-bandits');
    const greedy = numberAfter(text, 'greedy       mean reward');
    expect(numberAfter(text, 'Thompson     mean reward')).toBeGreaterThan(greedy + 0.3);
  });

  it('02: the start of FrozenLake is worth 0.542', () => {
    const text = run('02-value-iteration');
    expect(text).toContain('S   0.542 ←');
    expect(numberAfter(text, 'reaches the goal in')).toBeGreaterThan(70);
  });

  it('03: Sarsa falls off the cliff less often', () => {
    const text = run('03-cliff');
    const mean = (name: string): number =>
      numberAfter(text.slice(text.indexOf(name)), 'of 500 episodes');
    expect(mean('Sarsa')).toBeGreaterThan(mean('QLearning') + 10);
  });

  it.each(['04-reinforce', '05-dqn', '06-ppo'])('%s runs', (name) => {
    expect(run(name, '2048').split('\n').length).toBeGreaterThan(3);
  });
});
