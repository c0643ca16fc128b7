/** The repository keeps its own habits: every check of `npm run check:habits`, one test each. */

import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checks, folders } from '../../scripts/check/checks.js';
import { readSources, show } from '../../scripts/check/source.js';

const sources = readSources(fileURLToPath(new URL('../../', import.meta.url)), folders);

it.each(Object.entries(checks))('%s', (_, check) => {
  expect(check(sources).map(show)).toEqual([]);
});
