/** The installed package in plain Node: it imports, it trains, and importing starts nothing. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { entryPoints } from '../../scripts/check/entry-points.js';
import { runIn, trainInNode } from './run.js';

const consumer = inject('consumer');

describe('the installed package in Node', () => {
  it('adds two tensors', () => {
    const program =
      "import { tensor } from 'chainrule'; console.log(tensor([1, 2]).add(tensor([3, 4])).toArray())";
    const printed = runIn(consumer, process.execPath, ['--input-type=module', '-e', program]);
    expect(printed).toBe('[ 4, 6 ]\n');
  });

  it('trains, and gets the same numbers again', () => {
    const first = trainInNode(consumer);
    expect(first.losses.at(-1)).toBeLessThan((first.losses[0] ?? 0) / 2);
    expect(trainInNode(consumer)).toEqual(first);
  });

  it('steps environments in threads', () => {
    const found = JSON.parse(runIn(consumer, process.execPath, ['environments.js']));
    expect(found.same).toEqual(Array.from({ length: 10 }, () => true));
    expect(found.tooFew).toMatch(/AsyncVectorEnv.step: 4 environments need as many actions, got 2/);
    expect(found.outside).toMatch(/AsyncVectorEnv: CartPole.step: the action 7 is not in/);
    expect(found.nothing).toContain('has no function as its default export');
    expect(found.timesteps).toBe(128);
  });

  it('brings no other package along', () => {
    const listed = JSON.parse(runIn(consumer, 'npm', ['ls', '--all', '--json']));
    expect(Object.keys(listed.dependencies)).toEqual(['chainrule']);
    // npm lists optional peers, too, but only what is installed has a version.
    const beside: Record<string, { version?: string }> =
      listed.dependencies.chainrule.dependencies ?? {};
    expect(Object.values(beside).filter(({ version }) => version !== undefined)).toEqual([]);
  });

  it.each(manifest.sideEffects)('has %s, which has side effects', (path) => {
    expect(existsSync(join(consumer, 'node_modules/chainrule', path))).toBe(true);
  });

  it('keeps what only the benchmarks look into', () => {
    expect(existsSync(join(consumer, 'node_modules/chainrule/dist/internals.js'))).toBe(false);
  });

  it('has the command line', () => {
    expect(existsSync(join(consumer, 'node_modules/.bin/chainrule'))).toBe(true);
  });

  it.each(entryPoints.map(({ name }) => name))(
    'importing %s starts and changes nothing',
    (name) => {
      const noticed = JSON.parse(runIn(consumer, process.execPath, ['quiet.js', name]));
      expect(noticed).toEqual([]);
    },
  );
});
