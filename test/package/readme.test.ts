/** The README of the package: what it links to is found by those who have the package alone. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(join(inject('consumer'), 'node_modules/chainrule/README.md'), 'utf8');
const links = Array.from(readme.matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target);

it('has absolute links', () => {
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((target) => !/^(https?:|#)/.test(target))).toEqual([]);
});

it('links to files of the repository that the manifest names', () => {
  const repository = manifest.repository.url.replace(/^git\+|\.git$/g, '');
  const ours = links.filter((target) => target.startsWith(`${repository}/`));
  expect(ours.length).toBeGreaterThan(10);
  for (const target of ours) {
    const [, kind, path = ''] =
      /^\/(blob|raw)\/HEAD\/(.+)$/.exec(target.slice(repository.length)) ?? [];
    expect(existsSync(join(root, path)), target).toBe(true);
    expect(kind, target).toBe(/\.(svg|png)$/.test(path) ? 'raw' : 'blob');
  }
});
