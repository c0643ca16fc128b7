/**
 * The pictures of the guide: runs every program of `examples/tour/` and takes what it draws to
 * `docs/guide/pictures/`, where nothing else may lie.
 */

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = `${root}docs/guide/pictures/`;

/** Paths of the pictures that a program says it wrote, relative to the repository. */
function draw(program: string): string[] {
  const args = ['--import', 'tsx', `examples/tour/${program}`];
  const printed = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return printed.split('\n').filter((line) => /^runs\/tour\/\S+\.svg$/.test(line));
}

/** Draws all pictures anew and returns their names. */
export function writePictures(): string[] {
  const programs = readdirSync(`${root}examples/tour`).filter((name) => name.endsWith('.ts'));
  const pictures = programs.sort().flatMap(draw);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  return pictures.map((path) => {
    const name = basename(path);
    copyFileSync(`${root}${path}`, `${target}${name}`);
    return name;
  });
}
