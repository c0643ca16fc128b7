/**
 * The manifest and the lock file keep their promises: no dependencies, no hosts, entries that
 * exist.
 */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { entryPoints } from '../../scripts/check/entry-points.js';
import { thisCopy } from '../../src/graph/copy.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

it.each(entryPoints)('$name has its source $source', ({ source }) => {
  expect(existsSync(root + source)).toBe(true);
});

it('messages name the version of the manifest', () => {
  expect(thisCopy.version).toBe(manifest.version);
});

it('the package depends on nothing at run time', () => {
  expect(manifest).not.toHaveProperty('dependencies');
});

it('the lock file names no host to download from', () => {
  expect(readFileSync(`${root}package-lock.json`, 'utf8')).not.toContain('"resolved"');
});
