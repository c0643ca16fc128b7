/**
 * Who takes part: Chainrule from the built package, its peers from their own install, PyTorch where
 * it is.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Entrant } from './contestant.js';
import { type Kind, kinds } from './rows.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * A TypeScript program. The loader must not map `chainrule` to the sources: what is built is
 * measured.
 */
export function typeScript(
  path: string,
  ...args: string[]
): Pick<Entrant, 'command' | 'args' | 'env'> {
  return {
    command: process.execPath,
    args: ['--import', 'tsx', here(path), ...args],
    env: { TSX_TSCONFIG_PATH: here('./peers/tsconfig.json') },
  };
}

/** Installs the JavaScript peers where that has not been done; a failure leaves them out. */
export function installPeers(): void {
  if (existsSync(here('./peers/node_modules'))) return;
  console.log('installing the peers into bench/peers');
  spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here('./peers'), stdio: 'inherit' });
}

/** A Python with PyTorch, named by the environment or found in the usual places. */
export function pythonWithTorch(): string | null {
  const candidates = [process.env.BENCH_PYTHON ?? 'python3', '/usr/bin/python3'];
  const works = (python: string): boolean => {
    try {
      execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  return candidates.find(works) ?? null;
}

/**
 * PyTorch in one of its settings. Which is fastest depends on the machine and the row: its own
 * threads help with large arrays and cost more than they give with small ones, and the library
 * behind its matrix products, OpenBLAS here, has threads of its own.
 */
function pytorch(python: string, threads: number, blasThreads: number): Entrant {
  const [count, blas] = [String(threads), String(blasThreads)];
  const own = `PyTorch, ${threads} thread${threads === 1 ? '' : 's'}`;
  return {
    name: threads === blasThreads ? own : `${own}, OpenBLAS ${blas}`,
    library: 'pytorch',
    command: python,
    args: [here('./peers/pytorch.py')],
    env: { OPENBLAS_NUM_THREADS: blas, OMP_NUM_THREADS: count, MKL_NUM_THREADS: blas },
  };
}

/** PyTorch in the settings of which the best one counts; none where it is not installed. */
export function pytorchSettings(): Entrant[] {
  const python = pythonWithTorch();
  if (python === null) return [];
  const all = Math.max(2, availableParallelism());
  return [pytorch(python, 1, 1), pytorch(python, all, all), pytorch(python, 1, all)];
}

function chainrule(name: string, ...args: string[]): Entrant {
  return { name, library: 'chainrule', ...typeScript('./chainrule.ts', ...args) };
}

const programKinds: readonly Kind[] = ['program', 'changingProgram'];
const singleOps: readonly Kind[] = ['matmul', 'elementwise'];
const without = (...left: readonly Kind[]): Kind[] => kinds.filter((kind) => !left.includes(kind));

/** Everyone who could take part, ours first. */
export function entrants(): Entrant[] {
  const rowsOnly = without(...programKinds);
  return [
    chainrule('Chainrule'),
    {
      ...chainrule('Chainrule, compile()', '--compile'),
      kinds: without(...singleOps, 'changingProgram'),
    },
    { ...chainrule('Chainrule, 1 thread', '--threads', '1'), kinds: rowsOnly },
    ...pytorchSettings(),
    { name: 'jax-js', library: 'jax-js', ...typeScript('./peers/jax-js.ts'), kinds: rowsOnly },
    { name: 'TF.js', library: 'tfjs', ...typeScript('./peers/tfjs.ts'), kinds: rowsOnly },
  ];
}
