/** The installed package in Deno, which compiles WebAssembly and starts workers in its own way. */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { runIn, trainInNode } from './run.js';

const consumer = inject('consumer');
const deno = createRequire(import.meta.url).resolve('deno/bin.cjs');

it('trains in Deno with the numbers of Node', () => {
  const flags = ['run', '--allow-all', '--no-remote', '--no-lock', '--node-modules-dir=manual'];
  const printed = runIn(consumer, process.execPath, [deno, ...flags, 'main.js'], {
    DENO_DIR: join(consumer, '.deno'),
    DENO_NO_UPDATE_CHECK: '1',
  });
  expect(JSON.parse(printed)).toEqual(trainInNode(consumer));
});
