/** `tsx scripts/studio/main.ts [<folder>]`: builds the pages, into `dist/studio/pages/`. */

import { fileURLToPath } from 'node:url';
import { buildPages } from './build-pages.js';

await buildPages(
  process.argv[2] ?? fileURLToPath(new URL('../../dist/studio/pages/', import.meta.url)),
);
