/** A `Trainer` on several ranks: what it measures, writes, and goes on with. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { libraries, Programs, type Said } from './ranks.js';

const programs = new Programs();
/** Ranks share the processors with all other tests. */
const patience = 300_000;

interface Outcome {
  readonly ending: string;
  /** Whether all ranks have the same bits. */
  readonly same: boolean;
  readonly weights: readonly number[];
  readonly measured: readonly object[];
  readonly seen: readonly number[];
  readonly step: number;
}

function outcome({ stdout, stderr }: { stdout: string; stderr: string }): Outcome {
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const at = (name: string): string => join(programs.folder, name);

/**
 * Waits until who has locked a run is gone: a launcher that one rank's death has ended may be over
 * before its other ranks are.
 */
async function isFree(name: string): Promise<void> {
  const lock = join(at(name), '.lock');
  for (let i = 0; i < 600 && existsSync(lock); i++) {
    try {
      process.kill(JSON.parse(readFileSync(lock, 'utf8')).pid, 0);
    } catch {
      return;
    }
    await setTimeout(50);
  }
}

function expectClose(values: readonly number[], expected: readonly number[], most: number): void {
  expect(values).toHaveLength(expected.length);
  const errors = values.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN)));
  expect(Math.max(...errors)).toBeLessThan(most);
}

/** All numbers within, in order. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe.runIf(libraries.length > 0)('Trainer', { timeout: patience }, () => {
  const [library = 'openmpi'] = libraries;
  let alone: Outcome;

  beforeAll(async () => {
    alone = outcome(await programs.alone('trainer', [at('alone'), '12', 'plain,clip']));
  }, patience);

  it('trains, clips, measures and counts as one process with the joined batch', async () => {
    const four = outcome(await programs.ranks(library, 4, 'trainer', [at('four'), '12', 'clip']));
    expect(four.same).toBe(true);
    expectClose(four.weights, alone.weights, 1e-9);
    // The accuracy is of float32.
    expectClose(numbersIn(four.measured), numbersIn(alone.measured), 1e-6);
    expect(four.seen).toEqual(alone.seen);
    const lines = readFileSync(join(at('four'), 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(4);
    expect(
      readFileSync(`${at('four')}.csv`, 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(5);
  });

  it('goes on with another number of ranks, from the sample where it was', async () => {
    // Two ranks end after two batches of 8 in the second epoch; three ranks have batches of 12.
    const args = ['8', 'clip,zero,stop-7'];
    const two = outcome(await programs.ranks(library, 2, 'trainer', [at('moved'), ...args]));
    expect([two.ending, two.step]).toEqual(['steps', 7]);
    const next = ['12', 'clip,zero,stop-8'];
    const three = outcome(await programs.ranks(library, 3, 'trainer', [at('moved'), ...next]));
    // Of 16 samples 12 are a whole batch, and 4 of the next one are done.
    expect(three.seen).toEqual([8]);
    const one = outcome(await programs.alone('trainer', [at('moved'), '12', 'clip']));
    expect([one.ending, one.seen[0]]).toEqual(['epochs', 12]);
    expect(numbersIn(one.measured).every(Number.isFinite)).toBe(true);
  });

  it('ends on all ranks when one is killed, throws or gets a signal, and goes on to the same bits', async () => {
    const run = async (path: string, what: string): Promise<Said> => {
      await isFree(path);
      return programs.ranks(library, 2, 'trainer', [at(path), '12', `dropout,zero${what}`]);
    };
    const whole = outcome(await run('whole', ''));
    const killed = await run('parts', ',killed');
    expect(killed.code).not.toBe(0);
    // The launcher is who says it; MPICH's does not say of which rank.
    const said = library === 'openmpi' ? /rank 1\b[\s\S]*signal 9/ : /signal 9|Killed/;
    expect(killed.stderr + killed.stdout).toMatch(said);
    const failed = await run('parts', ',throws');
    expect(failed.code).not.toBe(0);
    expect(failed.stderr).toMatch(/^rank 1: RangeError: no such row$/m);
    expect(failed.stderr.match(/^rank \d+: \w*Error/gm)).toHaveLength(1);
    const stopped = await run('parts', ',signal');
    expect([stopped.code === 0, stopped.stdout]).toEqual([false, '']);
    const events = readFileSync(join(at('parts'), 'events.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(events.at(-1)).toMatch(/"event":"stop","ending":"signal","epoch":1,"step":\d/);
    const parts = outcome(await run('parts', ''));
    expect(parts.weights).toEqual(whole.weights);
    expect(parts.measured.at(-1)).toEqual(whole.measured.at(-1));
  });

  it.runIf(libraries.includes('mpich'))(
    'goes on after a kill with MPICH, to the same bits',
    async () => {
      const run = async (path: string, what: string): Promise<Said> => {
        await isFree(path);
        return programs.ranks('mpich', 2, 'trainer', [at(path), '12', what]);
      };
      const whole = outcome(await run('mpich-whole', 'zero'));
      const killed = await run('mpich-parts', 'zero,killed');
      expect(killed.code).not.toBe(0);
      const said = /PID (\d+) RUNNING AT|signal 9|Killed/i.exec(killed.stderr + killed.stdout);
      expect(said).not.toBeNull();
      // The launcher names the process; which rank that was is in the run.
      const [line] = readFileSync(join(at('mpich-parts'), 'events.jsonl'), 'utf8').split('\n');
      const { event, processes } = JSON.parse(line ?? '');
      expect(event).toBe('ranks');
      expect(processes).toHaveLength(2);
      if (said?.[1] !== undefined)
        expect(processes[1]).toMatch(new RegExp(`^process ${said[1]} on`));
      expect(outcome(await run('mpich-parts', 'zero')).weights).toEqual(whole.weights);
    },
  );

  it('says on which rank there is other data', async () => {
    const { stderr } = await programs.ranks(library, 2, 'trainer', [at('short'), '12', 'shorter']);
    expect(stderr).toMatch(/rank 1 has 2 batches in an epoch, rank 0 has 3/);
    expect(stderr.match(/^rank \d+: \w*Error/gm)).toHaveLength(1);
  });
});
