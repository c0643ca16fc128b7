/** `mpirun -n 2 npx chainrule train data.csv`. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { libraries, Programs } from './ranks.js';

const programs = new Programs();
/** Ranks share the processors with all other tests. */
const patience = 300_000;

describe.runIf(libraries.length > 0)('chainrule train', { timeout: patience }, () => {
  const [library = 'openmpi'] = libraries;
  const runs = join(programs.folder, 'runs');
  const words = ['train', 'iris', '--runs', runs, '--model', 'linear', '--epochs', '2'];

  it('trains a table on two ranks, of which one speaks and writes', async () => {
    const { code, stdout, stderr } = await programs.ranks(library, 2, 'cli', words);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(/2 processes train together/g)).toHaveLength(1);
    expect(stdout.match(/use it: /g)).toHaveLength(1);
    const lines = readFileSync(join(runs, 'iris-1/metrics.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).epoch)).toEqual([1, 2]);
  });

  it('trains the digits on two ranks, and goes on with them in one process', async () => {
    const digits = ['train', 'digits', '--runs', runs, '--name', 'digits'];
    const begun = [...digits, '--epochs', '3', '--time-limit', '0.001s'];
    const { code, stdout, stderr } = await programs.ranks(library, 2, 'cli', begun);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(/2 processes train together/g)).toHaveLength(1);
    expect(stdout.match(/test accuracy/g)).toHaveLength(1);
    const alone = await programs.alone('cli', [...digits, '--resume']);
    expect([alone.code, alone.stderr]).toEqual([0, '']);
    expect(alone.stdout).toMatch(/test accuracy 9\d/);
    const lines = readFileSync(join(runs, 'digits/metrics.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).epoch)).toEqual([1, 2, 3]);
  });

  it('says once what is wrong on all of them', async () => {
    const { code, stderr } = await programs.ranks(library, 2, 'cli', [...words, '--target', 'x']);
    expect(code).not.toBe(0);
    expect(stderr.match(/^chainrule: target: there is no column 'x'/gm)).toHaveLength(1);
  });
});
