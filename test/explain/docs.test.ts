/** What docs/explain.md says that programs print is what they print; so is the picture. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { arange } from 'chainrule';
import { explain } from 'chainrule/explain';
import { drawProgram } from 'chainrule/viz';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
// Inside the repository, so that the package's name means its sources; `.cache/` is not committed.
const folder = `${root}.cache/explain/`;
const page = readFileSync(`${root}docs/explain.md`, 'utf8');

/** Programs with what the page says that they print. */
const examples = [...page.matchAll(/^```ts\n(.*?)^```$.*?^```text\n(.*?)\n```$/gms)].map(
  ([, code = '', text = ''], i) => ({ code, text, path: `${folder}${i}.ts` }),
);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { code, path } of examples) writeFileSync(path, code);
});

afterEach(() => vi.restoreAllMocks());

it('finds the programs', () => {
  expect(examples).toHaveLength(3);
});

it.each(examples)('$path prints what is said', async ({ path, text }) => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  await import(/* @vite-ignore */ path);
  expect(log.mock.calls.map((values) => values.join(' ')).join('\n')).toBe(text);
});

it('the picture is the one that the program draws', async () => {
  const x = arange(400).reshape([4, 100]).sin();
  x.toArray();
  x.label = 'x';
  const svg = await drawProgram(explain(x.softmax(1))).toSVG();
  expect(readFileSync(`${root}docs/figures/softmax-program.svg`, 'utf8')).toBe(svg);
});
