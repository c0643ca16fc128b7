/**
 * Runs once before the tests of this folder: builds and packs the package and installs it into an
 * empty project in a temporary folder, together with the programs of `consumer/`. Leaves the
 * checkout alone.
 */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { pack, runQuietly } from '../../scripts/pack.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the project that has the package installed. */
    consumer: string;
  }
}

/** Installs the package for the tests, and takes it away after them. */
export default function setup(project: TestProject): () => void {
  const temporary = mkdtempSync(join(tmpdir(), 'chainrule-package-'));
  const consumer = join(temporary, 'consumer');
  const tarball = pack(temporary);
  mkdirSync(consumer);
  cpSync(fileURLToPath(new URL('./consumer/', import.meta.url)), consumer, { recursive: true });
  writeFileSync(join(consumer, 'package.json'), '{ "private": true, "type": "module" }\n');
  runQuietly('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], consumer);
  project.provide('consumer', consumer);
  return () => rmSync(temporary, { recursive: true, force: true });
}
