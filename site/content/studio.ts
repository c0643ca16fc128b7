/**
 * The playground and the stepper as pages of the site. The page over trainings is left out, since
 * it needs the server of the studio;
 * in its place stands the way to what the site says of it.
 */

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPages } from '../../scripts/studio/build-pages.js';

/** The library that draws graphs is large, and the site has it already, for the guide's programs. */
const drawing = '../../live/vendor/viz.js';

/** In place of the page over trainings: what is to be done for it. */
const elsewhere = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="refresh" content="0; url=../docs/studio.html" />
    <title>Studio</title>
  </head>
  <body><p><a href="../docs/studio.html">Trainings are shown by the studio, on your own machine.</a></p></body>
</html>
`;

/** Takes away what no page of the folder asks for any more. */
function sweep(target: string): void {
  const assets = readdirSync(join(target, 'assets'));
  const textOf = (path: string): string => readFileSync(join(target, path), 'utf8');
  const wanted = new Set(readdirSync(target).filter((name) => name.endsWith('.html')));
  for (const path of wanted) {
    const text = textOf(path);
    for (const name of assets) if (text.includes(name)) wanted.add(`assets/${name}`);
  }
  for (const name of assets)
    if (!wanted.has(`assets/${name}`)) rmSync(join(target, 'assets', name));
}

/** Builds the pages into `target`. */
export async function writeStudio(target: string): Promise<void> {
  await buildPages(target);
  writeFileSync(join(target, 'index.html'), elsewhere);
  const assets = join(target, 'assets');
  for (const name of readdirSync(assets)) {
    if (/^viz-.*\.js$/.test(name))
      writeFileSync(join(assets, name), `export * from '${drawing}';\n`);
  }
  sweep(target);
}
