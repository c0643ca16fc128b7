/**
 * The package as it is published: `dist/` built anew, what the manifest lists beside it, and a
 * README whose links lead to the repository, since most of what it names is not in the package.
 * `npx tsx scripts/pack.ts [folder]` writes the tarball there, by default here.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('../', import.meta.url));

/** Where the repository shows a file of its newest version: as a page, and as it is. */
const pages = `${manifest.repository.url.replace(/^git\+|\.git$/g, '')}/blob/HEAD/`;
const files = `${manifest.repository.url.replace(/^git\+|\.git$/g, '')}/raw/HEAD/`;

/** A Markdown page whose relative links, and pictures, lead to the repository. */
export function withAbsoluteLinks(markdown: string): string {
  return markdown.replace(
    /(!?)(\[[^\]]*\])\((?![a-z]+:|#)([^)\s]+)\)/g,
    (_, picture: string, text: string, path: string) =>
      `${picture}${text}(${picture === '' ? pages : files}${path})`,
  );
}

/** Runs a command quietly; what it printed is shown when it fails. */
export function runQuietly(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')}:\n${stdout}${stderr}`);
}

/** Writes the tarball into a folder and returns its path; the checkout stays as it is. */
export function pack(folder: string): string {
  const staging = mkdtempSync(join(tmpdir(), 'chainrule-pack-'));
  try {
    // `dist/` is built into the copy, so that a build of the user stays as it is.
    const published = manifest.files.filter((name) => !name.includes('dist'));
    for (const name of ['package.json', 'LICENSE', ...published]) {
      if (existsSync(join(root, name))) {
        cpSync(join(root, name), join(staging, name), { recursive: true });
      }
    }
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    writeFileSync(join(staging, 'README.md'), withAbsoluteLinks(readme));
    const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
    runQuietly(process.execPath, [tsx, 'scripts/build.ts', join(staging, 'dist')], root);
    runQuietly('npm', ['pack', '--ignore-scripts', '--pack-destination', resolve(folder)], staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  // Read anew: a release has just changed it.
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return join(resolve(folder), `${name}-${version}.tgz`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(pack(process.argv[2] ?? '.'));
}
