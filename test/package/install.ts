/**
 * Runs once before the tests of this folder: builds and packs the package and installs it into an
 * empty project in a temporary folder, together with the programs of `consumer/`. Leaves the
 * checkout alone.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import manifest from '../../package.json' with { type: 'json' };

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the project that has the package installed. */
    consumer: string;
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What is published besides `dist/`, which is built anew. */
const published = manifest.files.filter((name) => !name.includes('dist'));

/** Runs a command quietly; what it printed is shown when it fails. */
function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')}:\n${stdout}${stderr}`);
}

/** Builds into a copy of what the package publishes, so that a build of the user stays as it is. */
function pack(temporary: string): string {
  const staging = join(temporary, 'staging');
  for (const name of ['package.json', 'README.md', 'LICENSE', ...published]) {
    if (existsSync(join(root, name))) {
      cpSync(join(root, name), join(staging, name), { recursive: true });
    }
  }
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  run(process.execPath, [tsx, 'scripts/build.ts', join(staging, 'dist')], root);
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', temporary], staging);
  return join(temporary, `${manifest.name}-${manifest.version}.tgz`);
}

/** Installs the package for the tests, and takes it away after them. */
export default function setup(project: TestProject): () => void {
  const temporary = mkdtempSync(join(tmpdir(), 'chainrule-package-'));
  const consumer = join(temporary, 'consumer');
  const tarball = pack(temporary);
  mkdirSync(consumer);
  cpSync(fileURLToPath(new URL('./consumer/', import.meta.url)), consumer, { recursive: true });
  writeFileSync(join(consumer, 'package.json'), '{ "private": true, "type": "module" }\n');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], consumer);
  project.provide('consumer', consumer);
  return () => rmSync(temporary, { recursive: true, force: true });
}
