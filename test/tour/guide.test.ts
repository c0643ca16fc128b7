/**
 * The guide tells about every program: its pictures are drawn by them, and the notebooks are made
 * from them. What it quotes is tested beside the numbers of each program (`quotes.ts`).
 */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readChapters } from '../../scripts/guide/chapters.js';
import { makeNotebooks, programCells } from '../../scripts/guide/notebooks.js';
import { chaptersOf } from './quotes.js';
import { programs as files } from './run-program.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const programs = files.map((name) => name.replace(/\.ts$/, ''));
const chapters = readChapters();
const sections = chapters.flatMap((chapter) => chapter.sections);

it('tells about every program, once', () => {
  const told = sections.map(({ program }) => program);
  expect([...told].sort()).toEqual(programs);
});

it('each chapter is read by one file of tests', () => {
  const read = Object.values(chaptersOf).flat();
  const numbers = chapters.map(({ name }) => Number.parseInt(name, 10));
  expect([...read].sort((a, b) => a - b)).toEqual(numbers);
});

it('shows every picture that the programs draw, and no other', () => {
  const drawn = programs.flatMap((program) =>
    [...read(`examples/tour/${program}.ts`).matchAll(/'runs\/tour\/([\w-]+\.svg)'/g)].map(
      (match) => match[1],
    ),
  );
  const kept = readdirSync(`${root}docs/guide/pictures`);
  expect(kept.sort()).toEqual([...drawn].sort());
  expect(sections.flatMap(({ pictures }) => pictures).sort()).toEqual(kept);
  for (const { program, pictures } of sections) {
    const number = program.slice(0, 3);
    expect(pictures.filter((name) => !name.startsWith(number))).toEqual([]);
  }
});

/** The rows of a page of topics: the cells of each, and the links in it. */
const topicRows = read('docs/guide/topics.md')
  .split('\n')
  .filter((line) => /^\| (?!topic |---)/.test(line));
/** `#a-neuron`, as GitHub and the site make it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s+/g, '-');

it.each(topicRows)('is where the topics say: %s', (row) => {
  const [, heading, chapterName, anchor] = /\[([^\]]+)\]\((\S+)\.md#(\S+)\)/.exec(row) ?? [];
  const chapter = chapters.find(({ name }) => name === chapterName);
  const section = chapter?.sections.find((one) => one.heading === heading);
  expect(section && anchorOf(section.heading)).toBe(anchor);
  expect(row).toContain(`examples/tour/${section?.program}.ts)`);
  const shown = [...row.matchAll(/\(pictures\/(\S+)\)/g)].map((match) => match[1]);
  expect(shown).toEqual(section?.pictures);
  const [, test = ''] = /test\/tour\/(\w+)\.test\.ts/.exec(row) ?? [];
  const numbers: Readonly<Record<string, readonly number[]>> = chaptersOf;
  expect(numbers[test]).toContain(Number.parseInt(chapterName ?? '', 10));
});

it('every program has its topic', () => {
  const told = topicRows.map((row) => /examples\/tour\/([\w-]+)\.ts/.exec(row)?.[1]);
  expect([...new Set(told)].sort()).toEqual(programs);
});

it('each chapter says first what can be done after it', () => {
  for (const { name, introduction } of chapters) {
    expect(`${name}: ${introduction}`).toMatch(/^[\w-]+: After this chapter you can /);
  }
});

it('each section ends with an exercise, its answer folded away', () => {
  const folded = /^### Exercise\n\n[^<]+<details>\n<summary>[^<]+<\/summary>\n\n[^<]+<\/details>$/;
  const without = sections.filter(({ exercise }) => !folded.test(exercise));
  expect(without.map(({ heading }) => heading)).toEqual([]);
});

it('the notebooks are what `npm run guide` makes of the programs', () => {
  const notebooks = makeNotebooks();
  const kept = readdirSync(`${root}notebooks`).filter((name) => name.endsWith('.ipynb'));
  expect(kept.sort()).toEqual([...notebooks.keys()].sort());
  for (const [name, text] of notebooks) expect(read(`notebooks/${name}`)).toBe(text);
});

it('cuts a program into cells', () => {
  const program = `/**
 * Tour 3: one thing. And more
 * of it. Run: npx tsx examples/tour/03-one.ts
 */

import { a } from 'chainrule';

// Why this
// is done.
const b = () => {
  a();

  a();
};
console.log(await plot(b).save('runs/tour/03-one.svg'));
console.log(b);
`;
  expect(programCells('Three', program)).toEqual([
    { kind: 'markdown', text: '## Three\n\nOne thing. And more of it.' },
    { kind: 'code', text: "import { a } from 'chainrule';" },
    { kind: 'markdown', text: 'Why this is done.' },
    {
      kind: 'code',
      text: 'const b = () => {\n  a();\n\n  a();\n};\nawait Deno.jupyter.display(plot(b));',
    },
    { kind: 'code', text: 'console.log(b);' },
  ]);
});
