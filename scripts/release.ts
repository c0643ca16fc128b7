/**
 * `npx tsx scripts/release.ts 0.2.0`: makes a release. Sets the version, dates the changelog,
 * builds and packs, commits and tags. `--dry-run` only says what it would do. Nothing is pushed and
 * nothing published: the last lines say how. (Publishing is not tried yet, it needs a public host.)
 */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pack } from './pack.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const [version = '', ...flags] = process.argv.slice(2);
const isDry = flags.includes('--dry-run');

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { cwd: root, encoding: 'utf8' }).trim();
}

/** The text of a file with one change, which must change something. */
function changed(path: string, from: RegExp, to: string): { path: string; text: string } {
  const before = readFileSync(root + path, 'utf8');
  const text = before.replace(from, to);
  if (text === before) throw new Error(`release: ${path} has nothing like ${from}`);
  return { path, text };
}

if (!/^\d+\.\d+\.\d+$/.test(version)) {
  throw new Error(`release: expected a version such as 0.2.0, got '${version}'`);
}
if (run('git', 'status', '--porcelain') !== '' && !isDry) {
  throw new Error('release: there are changes that are not committed. Commit or stash them first');
}
if (run('git', 'tag', '--list', `v${version}`) !== '') {
  throw new Error(`release: there is a tag v${version} already. Choose a higher version`);
}

const date = new Date().toISOString().slice(0, 10);
const edits = [
  changed('package.json', /"version": "[^"]+"/, `"version": "${version}"`),
  changed('src/graph/copy.ts', /version: '[^']+'/, `version: '${version}'`),
  changed('CHANGELOG.md', /^## Unreleased$/m, `## Unreleased\n\n## ${version} (${date})`),
];
for (const { path, text } of edits) {
  console.log(`${isDry ? 'would change' : 'changes'} ${path}`);
  if (!isDry) writeFileSync(root + path, text);
}
if (!isDry) {
  run('npm', 'install', '--package-lock-only', '--ignore-scripts');
  run('npm', 'run', '--silent', 'check');
  console.log(pack(root));
  run('git', 'commit', '--all', '--message', `Release ${version}`);
  run('git', 'tag', '--annotate', `v${version}`, '--message', `Chainrule ${version}`);
}
console.log(`then: git push --follow-tags && npm publish chainrule-${version}.tgz`);
