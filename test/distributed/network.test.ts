/** Ranks on several hosts, which are network namespaces here, a cut between them, a full disk. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { Hosts, obstacle } from './network/namespaces.js';
import { libraries, Programs } from './ranks.js';

const programs = new Programs();
/** Ranks share the processors with all other tests. */
const patience = 300_000;
/** Seconds after a cut in which every rank must have ended. */
const bar = 30;
const why = obstacle() ?? (libraries.includes('openmpi') ? null : 'Open MPI is not installed');

it.runIf(why !== null)(`hosts as network namespaces: ${why}`, (context) => {
  context.skip();
});

/** Processes of Node that run a program with this argument. */
function ranksOf(argument: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        const [command = '', ...words] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return command === 'node' && words.includes(argument);
      } catch {
        return false;
      }
    });
}

describe.runIf(why === null)('hosts', { timeout: patience }, () => {
  const hosts = new Hosts(3, programs.folder);
  afterAll(() => hosts.close());
  const launchBy =
    (library: string) =>
    (program: readonly string[]): readonly string[] =>
      library === 'mpich' ? hosts.launchMpich(program) : hosts.launch(program);

  it.each(libraries)('make every collective over a network with %s', async (library) => {
    const { stdout, stderr } = await programs.launched(launchBy(library), 'collectives', []);
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n').sort()).toEqual([0, 1, 2].map((r) => `rank ${r} of 3: fine`));
  });

  async function begun(folder: string): Promise<void> {
    const metrics = join(folder, 'metrics.jsonl');
    while (!existsSync(metrics) || readFileSync(metrics, 'utf8').length === 0) await setTimeout(50);
  }

  it.each(libraries)('names the rank that a cut network takes away, with %s', async (library) => {
    const folder = join(programs.folder, `cut-${library}`);
    let left: number[] = [];
    const cut = async (): Promise<void> => {
      await begun(folder);
      hosts.cut(2);
      const end = performance.now() + bar * 1000;
      do {
        await setTimeout(100);
        left = ranksOf(folder);
      } while (left.length > 0 && performance.now() < end);
      // Launchers and their agents wait for those on the other side.
      await setTimeout(2000);
      hosts.end();
    };
    let cutting: Promise<void> | undefined;
    const args = [folder, '12', 'long'];
    const said = await programs.launched(launchBy(library), 'trainer', args, () => {
      cutting = cut();
    });
    await cutting;
    hosts.join(2);
    expect(left).toEqual([]);
    expect(said.code).not.toBe(0);
    expect(said.stderr).toMatch(
      /^rank 0: DistributedError: rank 2 on host-3 has not been heard of for 15 s: its host or the/m,
    );
    const { step } = JSON.parse((await programs.alone('trainer', [folder, '12', 'stop-1'])).stdout);
    expect(step).toBeGreaterThan(2);
  });

  it.each(libraries)(
    'bears ranks that are stopped for less than that, with %s',
    async (library) => {
      const folder = join(programs.folder, `frozen-${library}`);
      const freeze = async (): Promise<void> => {
        await begun(folder);
        const [pid] = ranksOf(folder).slice(-1);
        if (pid === undefined) return;
        process.kill(pid, 'SIGSTOP');
        await setTimeout(8000);
        process.kill(pid, 'SIGCONT');
        await setTimeout(4000);
        process.kill(pid, 'SIGTERM');
      };
      const args = [folder, '12', 'long'];
      const { stderr } = await programs.launched(launchBy(library), 'trainer', args, () => {
        void freeze();
      });
      expect(stderr).not.toMatch(/DistributedError/);
      const events = readFileSync(join(folder, 'events.jsonl'), 'utf8').trim().split('\n');
      expect(events.at(-1)).toMatch(/"event":"stop","ending":"signal"/);
    },
  );

  it.each(libraries)('end with the reason when the disk of rank 0 is full: %s', async (library) => {
    const disk = join(programs.folder, `disk-${library}`);
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk]);
    try {
      const args = [join(disk, 'run'), '12', 'long'];
      const { code, stderr } = await programs.ranks(library, 2, 'trainer', args);
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/^rank 0: DataError: .*no space left/im);
      expect(stderr.match(/^rank \d+: \w*Error/gm)).toHaveLength(1);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
