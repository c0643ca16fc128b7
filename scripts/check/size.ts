/**
 * `npm run check:size`: lines of code of each part of `src/` (comments and blank lines are free)
 * and compressed bytes of each entry point as a page would load it, against the limits in
 * `limits.json`.
 */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import manifest from '../../package.json' with { type: 'json' };
import { entryPoints } from './entry-points.js';
import { partOf } from './floors.js';
import limits from './limits.json' with { type: 'json' };
import { readSources, type Source } from './source.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Lines that hold code, after comments are taken out. */
function linesOfCode({ text, comments }: Source): number {
  let code = '';
  let at = 0;
  for (const { start, end } of comments) {
    code += text.slice(at, start);
    at = end;
  }
  return (code + text.slice(at)).split('\n').filter((line) => line.trim() !== '').length;
}

function linesPerPart(): Map<string, number> {
  const lines = new Map<string, number>();
  for (const source of readSources(root, ['src'])) {
    const part = partOf(source.path) ?? source.path;
    lines.set(part, (lines.get(part) ?? 0) + linesOfCode(source));
  }
  return lines;
}

/**
 * Bytes of one entry with all it loads, compressed; modules of Node and optional peers stay out.
 */
async function gzipBytes(source: string): Promise<number> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: source, formats: ['es'] },
      minify: true,
      // The manifest says which files of `dist/` have side effects; of `src/` all count.
      rolldownOptions: {
        external: [/^node:/, ...Object.keys(manifest.peerDependencies)],
        treeshake: { moduleSideEffects: true },
      },
    },
  });
  const bundles = Array.isArray(result) ? result : [result];
  const chunks = bundles.flatMap((bundle) => ('output' in bundle ? bundle.output : []));
  const code = chunks.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
  return gzipSync(code).length;
}

async function bytesPerEntry(): Promise<Map<string, number>> {
  const bytes = new Map<string, number>();
  for (const { name, source } of entryPoints) {
    if (existsSync(`${root}${source}`)) bytes.set(name, await gzipBytes(source));
  }
  return bytes;
}

/** Prints one table and returns the rows that break it: over the limit, or without one. */
function report(
  title: string,
  unit: string,
  measured: ReadonlyMap<string, number>,
  limit: Readonly<Record<string, number>>,
): string[] {
  console.log(title);
  const broken: string[] = [];
  for (const [name, value] of measured) {
    const most = limit[name];
    const share =
      most === undefined ? 'no limit' : `${Math.round((100 * value) / most)} % of ${most}`;
    console.log(`  ${name.padEnd(18)} ${String(value).padStart(8)} ${unit}  ${share}`);
    if (most === undefined || value > most) broken.push(`${name}: ${value} ${unit}, ${share}`);
  }
  return broken;
}

const broken = [
  ...report('Lines of code per part of src/', 'lines', linesPerPart(), limits.lines),
  ...report('Compressed bytes per entry point', 'bytes', await bytesPerEntry(), limits.gzip),
];
for (const row of broken) console.log(`over its limit (scripts/check/limits.json): ${row}`);
process.exitCode = broken.length > 0 ? 1 : 0;
