/**
 * The playground and the stepper as pages of the site. The page over trainings is left out, since
 * it needs the server of the studio;
 * in its place stands the way to what the site says of it.
 */

import { readdirSync, writeFileSync } from 'node:fs';
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

/** Builds the pages into `target`. */
export async function writeStudio(target: string): Promise<void> {
  await buildPages(target);
  writeFileSync(join(target, 'index.html'), elsewhere);
  const assets = join(target, 'assets');
  for (const name of readdirSync(assets)) {
    if (/^viz-.*\.js$/.test(name))
      writeFileSync(join(assets, name), `export * from '${drawing}';\n`);
  }
}
