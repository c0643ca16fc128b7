/** Ranks on several hosts, which are network namespaces here, and a disk that is full. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Hosts, obstacle } from './network/namespaces.js';
import { libraries, Programs } from './ranks.js';

const programs = new Programs();
/** Ranks share the processors with all other tests. */
const patience = 300_000;
const why = obstacle() ?? (libraries.includes('openmpi') ? null : 'Open MPI is not installed');

it.runIf(why !== null)(`hosts as network namespaces: ${why}`, (context) => {
  context.skip();
});

describe.runIf(why === null)('hosts', { timeout: patience }, () => {
  const hosts = new Hosts(3, programs.folder);
  afterAll(() => hosts.close());

  it.each(libraries)('make every collective over a network with %s', async (library) => {
    const launch = (program: readonly string[]): readonly string[] =>
      library === 'mpich' ? hosts.launchMpich(program) : hosts.launch(program);
    const { stdout, stderr } = await programs.launched(launch, 'collectives', []);
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n').sort()).toEqual([0, 1, 2].map((r) => `rank ${r} of 3: fine`));
  });

  it('train together over a network; when it is cut, all end and say who is missing', async () => {
    const folder = join(programs.folder, 'cut');
    const metrics = join(folder, 'metrics.jsonl');
    const launch = (program: readonly string[]): readonly string[] => hosts.launch(program);
    const said = await programs.launched(launch, 'trainer', [folder, '12', 'long'], () => {
      const timer = setInterval(() => {
        if (!existsSync(metrics) || readFileSync(metrics, 'utf8').length === 0) return;
        clearInterval(timer);
        hosts.cut(2);
      }, 50);
    });
    expect(said.code).not.toBe(0);
    expect(said.stderr).toMatch(/lost communication with a remote daemon[\s\S]*10\.77\.0\.3/);
    const { step } = JSON.parse((await programs.alone('trainer', [folder, '12', 'stop-1'])).stdout);
    expect(step).toBeGreaterThan(2);
  });

  it('end with the reason when the disk of rank 0 is full', async () => {
    const disk = join(programs.folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk]);
    try {
      const args = [join(disk, 'run'), '12', 'long'];
      const { code, stderr } = await programs.ranks('openmpi', 2, 'trainer', args);
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/^rank 0: DataError: .*no space left/im);
      expect(stderr.match(/^rank \d+: \w*Error/gm)).toHaveLength(1);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
