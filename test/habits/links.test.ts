/** Every relative link of the documents points at a file that exists. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const docs = existsSync(`${root}docs`) ? readdirSync(`${root}docs`, { recursive: true }) : [];
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...docs.map((name) => `docs/${name}`).filter((name) => name.endsWith('.md')),
];

/** Targets of links and pictures that are not addresses, without the part after `#`. */
function relativeLinks(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1]?.replace(/#.*$/, '') ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

it.each(documents)('%s', (document) => {
  const links = relativeLinks(readFileSync(join(root, document), 'utf8'));
  const missing = links.filter((target) => !existsSync(join(root, dirname(document), target)));
  expect(missing).toEqual([]);
});
