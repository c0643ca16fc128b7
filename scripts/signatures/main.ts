/**
 * Writes the tables of signatures and the lines that read them: `npm run signatures`, after a
 * public function was added or its parameters have changed.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSources } from '../check/source.js';
import { signedCalls, tables, withChecks, withoutCheck } from './tables.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const changed: string[] = [];

function update(path: string, text: string): void {
  const full = join(root, path);
  if (existsSync(full) && readFileSync(full, 'utf8') === text) return;
  writeFileSync(full, text);
  changed.push(path);
}

const signed = signedCalls(readSources(root, ['src']));
for (const [path, text] of tables(signed)) update(path, text);
const missing = withoutCheck(signed);
for (const source of new Set(missing.map((call) => call.source))) {
  const calls = missing.filter((call) => call.source === source);
  update(source.path, withChecks(source, calls));
}
if (changed.length > 0) {
  const biome = join(root, 'node_modules/.bin/biome');
  spawnSync(biome, ['check', '--write', ...changed], { cwd: root, stdio: 'inherit' });
}
console.log(`${signed.length} signatures, ${changed.length} files changed`);
