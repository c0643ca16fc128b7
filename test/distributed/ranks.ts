/** Starts programs as several ranks, with the MPI libraries that are installed. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { afterAll } from 'vitest';

/** Launchers as Debian names them; `-n 2` follows. */
const launchers = { openmpi: 'mpirun.openmpi', mpich: 'mpirun.mpich' } as const;

/** An MPI library. */
export type Library = keyof typeof launchers;

/** The libraries that are here; without one the tests are left out. */
export const libraries: readonly Library[] = (['openmpi', 'mpich'] as const).filter((library) => {
  return spawnSync(launchers[library], ['--version']).status === 0;
});

/** What the ranks said, together. */
export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const env = {
  ...process.env,
  OMPI_ALLOW_RUN_AS_ROOT: '1',
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
  OMPI_MCA_rmaps_base_oversubscribe: '1',
};

/** Programs of `programs/`, bundled: each rank then starts in a tenth of the time. */
export class Programs {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'ranks-'));
  readonly #built = new Map<string, Promise<string>>();

  constructor() {
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** Runs a program as `count` ranks. */
  async ranks(
    library: Library,
    count: number,
    program: string,
    args: readonly string[] = [],
  ): Promise<Said> {
    return run(launchers[library], ['-n', `${count}`, 'node', await this.#file(program), ...args]);
  }

  /** Runs a program by the words of a launcher, which come before it; `hear` may end it. */
  async launched(
    launch: (program: readonly string[]) => readonly string[],
    program: string,
    args: readonly string[],
    hear?: (child: ChildProcess) => void,
  ): Promise<Said> {
    const [command = '', ...words] = launch(['node', await this.#file(program), ...args]);
    return run(command, words, hear);
  }

  /** Runs a program by itself. */
  async alone(program: string, args: readonly string[] = []): Promise<Said> {
    return run('node', [await this.#file(program), ...args]);
  }

  #file(program: string): Promise<string> {
    const known = this.#built.get(program) ?? this.#bundle(program);
    this.#built.set(program, known);
    return known;
  }

  async #bundle(program: string): Promise<string> {
    const file = join(this.folder, `${program}.mjs`);
    await build({
      input: join(root, `test/distributed/programs/${program}.ts`),
      platform: 'node',
      // Found from the folder of this repository, wherever the bundle lies.
      external: (id) => isPackage(id),
      tsconfig: join(root, 'tsconfig.json'),
      treeshake: false,
      output: {
        file,
        codeSplitting: false,
        paths: (id) => (isPackage(id) ? import.meta.resolve(id) : id),
      },
      logLevel: 'silent',
    });
    return file;
  }
}

function isPackage(id: string): boolean {
  return /^@?[a-z]/.test(id) && !/^(chainrule|node:)/.test(id);
}

function run(
  command: string,
  args: readonly string[],
  hear?: (child: ChildProcess) => void,
): Promise<Said> {
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  hear?.(child);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    said.stdout += text;
  });
  child.stderr.on('data', (text) => {
    said.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said }));
  });
}
