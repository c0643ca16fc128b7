/** Who takes part: Chainrule from the built package, its peers from their own install, PyTorch where it is. */

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Entrant } from './contestant.js';
import { kinds } from './rows.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A TypeScript program. The loader must not map `chainrule` to the sources: what is built is measured. */
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

function pytorch(python: string, threads: number): Entrant {
  const count = String(threads);
  return {
    name: `PyTorch, ${threads} thread${threads === 1 ? '' : 's'}`,
    library: 'pytorch',
    command: python,
    args: [here('./peers/pytorch.py'), count],
    // PyTorch's own setting does not bind the library behind its matrix products.
    env: { OPENBLAS_NUM_THREADS: count, OMP_NUM_THREADS: count, MKL_NUM_THREADS: count },
  };
}

function chainrule(name: string, ...args: string[]): Entrant {
  return { name, library: 'chainrule', ...typeScript('./chainrule.ts', ...args) };
}

/** Everyone who could take part, ours first. */
export function entrants(): Entrant[] {
  const threads = availableParallelism();
  const python = pythonWithTorch();
  const torch = python === null ? [] : [pytorch(python, 1), pytorch(python, Math.max(2, threads))];
  if (python === null) console.log('PyTorch: skipped, no python3 that can import torch');
  return [
    chainrule('Chainrule'),
    {
      ...chainrule('Chainrule, compile()', '--compile'),
      kinds: kinds.filter((kind) => kind !== 'matmul' && kind !== 'elementwise'),
    },
    chainrule('Chainrule, 1 thread', '--threads', '1'),
    ...torch,
    { name: 'jax-js', library: 'jax-js', ...typeScript('./peers/jax-js.ts') },
    { name: 'TF.js', library: 'tfjs', ...typeScript('./peers/tfjs.ts') },
  ];
}
