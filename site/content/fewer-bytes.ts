/**
 * The built pages in fewer bytes. What readers see, hear and search stays as it is.
 */

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Files in which Vue's marks stand. */
const isMarked = /\.(html|js|css)$/;
/** The mark that Vue gives the elements of a component, for its styles. */
const mark = /data-v-[0-9a-f]{8}/g;

/** The marks, 36,000 in all, by number: `v-1` instead of `data-v-a4b0d9bf`. */
function shortenMarks(dist: string): void {
  const names = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
    (name) => isMarked.test(name) && !/^(live|play)\b/.test(name),
  );
  const numbers = new Map<string, string>();
  for (const name of names.sort()) {
    const path = join(dist, name);
    const text = readFileSync(path, 'utf8');
    const short = text.replace(mark, (long) => {
      const known = numbers.get(long) ?? `v-${numbers.size + 1}`;
      numbers.set(long, known);
      return known;
    });
    if (short !== text) writeFileSync(path, short);
  }
}

/** A module that unpacks the text beside it. */
const unpacking = (
  file: string,
): string => `const packed=await fetch(new URL('./${file}',import.meta.url));
export default await new Response(packed.body.pipeThrough(new DecompressionStream('gzip'))).text();
`;

/** The index of the search, which is loaded when somebody searches, as a quarter of its bytes. */
function packSearch(chunks: string): void {
  const found = readdirSync(chunks).filter((name) => name.startsWith('@localSearchIndexroot'));
  const [name] = found;
  if (name === undefined || found.length > 1) throw new Error('site: not one search index');
  const path = join(chunks, name);
  const [, literal] =
    /^const \w+=('.*');export\{\w+ as default\};\s*$/s.exec(readFileSync(path, 'utf8')) ?? [];
  if (literal === undefined) throw new Error('site: the search index has another form');
  const text: string = new Function(`return ${literal}`)();
  writeFileSync(`${path}.packed`, gzipSync(text, { level: 9 }));
  writeFileSync(path, unpacking(`${name}.packed`));
}

/** Pages are loaded whole (../.vitepress/theme/index.ts), so nobody asks for their modules. */
function dropModules(assets: string): void {
  for (const name of readdirSync(assets)) {
    if (/\.md\.[\w-]+\.js$/.test(name)) rmSync(join(assets, name));
  }
}

/** Makes the built site smaller, in place. */
export function withFewerBytes(dist: string): void {
  const assets = join(dist, 'assets');
  dropModules(assets);
  packSearch(join(assets, 'chunks'));
  shortenMarks(dist);
}
