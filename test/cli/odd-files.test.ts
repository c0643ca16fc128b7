/**
 * Forty broken or odd files, as a user has them: each ends in a sentence that names the place and
 * the cure, or in a model; none in a stack of calls.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readOptions } from '../../src/cli/args/options.js';
import { runCommandLine } from '../../src/cli/command-line.js';
import { introduce } from '../../src/cli/table/introduce.js';
import { guessTarget, readInput } from '../../src/cli/table/table-input.js';
import { readingOf, wishesOf } from '../../src/cli/table/table-options.js';
import { beginTable } from '../../src/cli/table/table-session.js';
import { trainCommand } from '../../src/cli/train.js';
import { temporaryFolder } from '../tabular/files.js';
import { fakeTerminal } from './fake-terminal.js';

const { root } = temporaryFolder();

/** Twenty rows whose class follows from the number. */
function rows(cell: (row: number) => string = () => '', count = 20): string {
  return Array.from(
    { length: count },
    (_, i) => `${i},${cell(i)},${i < count / 2 ? 'a' : 'b'}\n`,
  ).join('');
}

const header = 'x,odd,y\n';

interface OddFile {
  readonly what: string;
  readonly name?: string;
  readonly content: string | Uint8Array;
  readonly args?: readonly string[];
  /** Part of the error, or of what is said of a model. */
  readonly says: string | RegExp;
}

/** What cannot be trained on. */
const broken: readonly OddFile[] = [
  { what: 'empty', content: '', says: 'is empty' },
  { what: 'blanks only', content: '\n \n\n', says: /no table in it|has no/ },
  { what: 'a header alone', content: header, says: 'has a header and no rows' },
  { what: 'one column', content: 'x\n1\n2\n', says: 'has one column only' },
  { what: 'one row', content: `${header}1,2,a\n`, says: /in each row|too few/ },
  { what: 'three rows', content: `${header}1,2,a\n2,3,b\n3,4,a\n`, says: 'too few to learn from' },
  { what: 'one class', content: header + rows().replaceAll('b', 'a'), says: "'a' in each row" },
  {
    what: 'a target that is always missing',
    content: header + rows().replaceAll(/[ab]\n/g, '\n'),
    says: /missing in each row|in each row/,
  },
  {
    what: 'a target of names',
    content: `x,y\n${Array.from({ length: 60 }, (_, i) => `${i},name ${i}\n`).join('')}`,
    says: 'names rather than classes',
  },
  {
    what: 'no column that varies',
    content: `k,y\n${'1,a\n1,b\n'.repeat(10)}`,
    says: "no column to predict 'y' from",
  },
  {
    what: 'a row that is too long',
    content: `${header}1,2,a\n1,2,3,4,a\n${rows()}`,
    says: 'row 3 has 5 cells, the header has 3',
  },
  {
    what: 'a quote that is never closed',
    content: `${header}1,"2,a\n${rows()}`,
    says: /row 2: a quote/,
  },
  { what: 'a quote in the middle', content: `${header}1,"2"3,a\n${rows()}`, says: 'a quote' },
  {
    what: 'bytes',
    name: 'a.bin',
    content: Uint8Array.of(1, 0, 2, 0, 250, 0),
    says: 'not a text file',
  },
  {
    what: 'a PNG',
    content: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    says: 'is a PNG picture',
  },
  {
    what: 'an Excel workbook',
    content: Uint8Array.from([0x50, 0x4b, 3, 4, 20]),
    says: 'Save the sheet as CSV',
  },
  {
    what: 'cut gzip',
    name: 'a.csv.gz',
    content: gzipSync(header + rows()).subarray(0, 40),
    says: 'gzip that is cut off',
  },
  {
    what: 'a damaged Parquet file',
    name: 'a.parquet',
    content: Buffer.from('PAR1 and then nothing of use'),
    says: 'Parquet file that cannot be read',
  },
  { what: 'broken JSON', name: 'a.json', content: '[{"x": 1, "y": }]', says: /JSON/ },
  { what: 'JSON of numbers', name: 'a.json', content: '[1, 2, 3]', says: /record|object/ },
  {
    what: 'a broken line of JSON lines',
    name: 'a.jsonl',
    content: '{"x":1,"y":"a"}\n{"x":2,\n',
    says: /2/,
  },
  {
    what: 'an encoding that does not fit',
    content: Buffer.from(header + rows(() => 'é'), 'latin1'),
    args: ['--encoding', 'utf-8'],
    says: '--encoding windows-1252',
  },
  {
    what: 'an encoding that there is not',
    content: header + rows(),
    args: ['--encoding', 'klingon'],
    says: "no encoding 'klingon'",
  },
  {
    what: 'a delimiter of two signs',
    content: header + rows(),
    args: ['--delimiter', '::'],
    says: '--delimiter must be one sign',
  },
  {
    what: 'a column that is not there',
    content: header + rows(),
    args: ['--target', 'z'],
    says: "no column 'z'. There are: x, odd, y",
  },
  {
    what: 'texts as numbers',
    content: header + rows(),
    args: ['--task', 'regression'],
    says: "texts such as 'a'",
  },
];

/** What gives a model, and what is said about it. */
const odd: readonly OddFile[] = [
  {
    what: 'rows that are too short',
    content: `${header}7\n${rows((i) => String(i % 3))}`,
    says: 'too short, the first is row 2',
  },
  {
    what: 'rows of any length, left out',
    content: `${header}1,2,3,4\n${rows((i) => String(i % 3))}`,
    args: ['--skip-bad-rows'],
    says: 'left out: 1',
  },
  {
    what: 'a number among texts and texts among numbers',
    content: header + rows((i) => (i % 7 === 0 ? 'many' : String(i))),
    says: '1 category',
  },
  {
    what: 'two columns of one name',
    content: `x,x,y\n${rows((i) => String(i * i))}`,
    says: "the later one is called 'x_2'",
  },
  {
    what: 'a column without a name',
    content: `x,,y\n${rows((i) => String(i * i))}`,
    says: 'column_2',
  },
  {
    what: 'no header',
    content: rows((i) => String(i * i))
      .replaceAll('a', '0')
      .replaceAll('b', '1'),
    says: 'columns are named column_1',
  },
  {
    what: 'a column of nothing',
    content: header + rows(),
    says: 'left out odd: all its cells are missing',
  },
  { what: 'thousands', content: header + rows((i) => `"${i + 1},${i % 9}00"`), says: '2 numbers' },
  {
    what: 'currencies and percent',
    content: header + rows((i) => (i % 2 ? `$${i}.50` : `${i * i}%`)),
    says: '2 numbers',
  },
  {
    what: 'decimal commas',
    content: `x;odd;y\n${rows((i) => `${i},5`).replace(/^(\d+),(\d+,\d+),/gm, '$1;$2;')}`,
    says: '2 numbers',
  },
  {
    what: 'infinities and NaN',
    content: header + rows((i) => ['inf', 'NaN'][i % 6] ?? String(i * i)),
    says: 'taken as missing',
  },
  {
    what: 'numbers at the end of what there is',
    content: header + rows((i) => (i % 2 ? '1e308' : '-1e308')),
    says: '2 numbers',
  },
  {
    what: 'latin1',
    content: Buffer.from(header + rows((i) => (i % 2 ? 'é' : 'ü')), 'latin1'),
    says: 'read as windows-1252',
  },
  {
    what: 'UTF-16',
    content: Buffer.from(`\ufeff${header}${rows((i) => (i % 2 ? 'é' : 'ü'))}`, 'utf16le'),
    says: '1 category',
  },
  {
    what: 'a mark at the start and Windows line ends',
    content: `\ufeff${header}${rows((i) => String(i * i))}`.replaceAll('\n', '\r\n'),
    says: '2 numbers',
  },
  {
    what: 'old Macintosh line ends',
    content: `${header}${rows((i) => String(i * i))}`.replaceAll('\n', '\r'),
    says: '2 numbers',
  },
  {
    what: 'huge texts',
    content:
      header +
      rows((i) => `"${'word '.repeat(4000)}${i}"`, 22).replaceAll(/^\d+/gm, (x) => `7${x}`),
    says: 'left out odd',
  },
  {
    what: 'line ends within cells',
    content: header + rows((i) => (i % 2 ? '"a\nb"' : 'c')),
    says: '20 rows',
  },
  {
    what: 'days that are none',
    content: header + rows((i) => (i === 3 ? '2024-13-45' : `2024-0${1 + (i % 9)}-11`), 30),
    says: '1 date',
  },
  {
    what: 'a class of one row',
    content: `${header}0,0,c\n${rows((i) => String(i * i))}`,
    says: 'one of 3 classes',
  },
  {
    what: 'labels of odd signs',
    content: header + rows((i) => String(i * i)).replaceAll(/a\n/g, '"<b>, ""quoted"""\n'),
    says: '2 classes',
  },
  {
    what: 'an extra delimiter at the end of each row',
    content: `x,odd,y,\n${rows((i) => String(i * i)).replaceAll('\n', ',\n')}`,
    args: ['--target', 'y'],
    says: 'column_4',
  },
  {
    what: 'nested JSON',
    name: 'n.json',
    content: JSON.stringify(
      Array.from({ length: 20 }, (_, i) => ({ x: i, deep: { a: i % 2 }, y: i < 10 ? 'a' : 'b' })),
    ),
    says: 'deep.a',
  },
  {
    what: 'JSON lines whose names come later',
    name: 'n.jsonl',
    content: Array.from({ length: 20 }, (_, i) =>
      JSON.stringify(i < 5 ? { x: i, y: 'a' } : { x: i, z: i * i, y: i < 10 ? 'a' : 'b' }),
    ).join('\n'),
    args: ['--target', 'y'],
    says: '2 numbers',
  },
];

let count = 0;

async function train({ name = 'odd.csv', content, args = [] }: OddFile): Promise<{
  code: number;
  output: string;
  errors: string;
}> {
  count += 1;
  const path = join(root, `${count}-${name}`);
  writeFileSync(path, content);
  const terminal = fakeTerminal();
  const small = ['--epochs', '1', '--ensemble', '1', '--hidden', '4', '--batch-size', '32'];
  const where = ['--runs', join(root, 'runs'), '--name', `run-${count}`];
  const code = await runCommandLine(['train', path, ...args, ...small, ...where], terminal);
  return { code, output: terminal.output(), errors: terminal.errors() };
}

describe('files that cannot be trained on', () => {
  it.each(broken.map((file) => [file.what, file] as const))('%s', async (_, file) => {
    const { code, errors } = await train(file);
    expect(code).toBeGreaterThan(0);
    expect(errors).toMatch(file.says);
    expect(errors).toMatch(/^chainrule: \S/);
    expect(errors).not.toMatch(/\n\s+at |internal:|undefined|\[object/);
  });
});

/** What is said of a training before it begins; the slow part, the training itself, is left out. */
async function introduced({ name = 'odd.csv', content, args = [] }: OddFile): Promise<string> {
  count += 1;
  const path = join(root, `${count}-${name}`);
  writeFileSync(path, content);
  const terminal = fakeTerminal();
  const given = readOptions(trainCommand.options, args);
  const reading = readingOf(given);
  const table = await readInput(path, reading, terminal);
  const wishes = wishesOf(given, given.options.get('target') ?? guessTarget(table));
  const folder = join(root, 'runs', `run-${count}`);
  const start = { source: path, table, reading, wishes, path: folder, saveEvery: 5 };
  const session = beginTable(start);
  introduce(session, terminal);
  session.folder.unlock();
  return terminal.output();
}

describe('files that are odd', () => {
  it.each(odd.map((file) => [file.what, file] as const))('%s', async (_, file) => {
    const output = await introduced(file);
    expect(output).toMatch(file.says);
    expect(output).not.toMatch(/(?<!')\bNaN\b|undefined|\[object/);
  });

  it.each(odd.slice(0, 1).map((file) => [file.what, file] as const))(
    '%s: trains to the end',
    async (_, file) => {
      const { code, errors } = await train(file);
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
    },
    60_000,
  );

  it('ten thousand columns', async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(',');
    const line = (row: number): string =>
      Array.from({ length: 10_000 }, (_, i) => (row * 7 + i * row) % 11).join(',');
    const lines = Array.from({ length: 20 }, (_, row) => `${line(row)},${row % 2 ? 'a' : 'b'}\n`);
    const output = await introduced({
      what: '',
      content: `${names},y\n${lines.join('')}`,
      says: '',
    });
    expect(output).toContain('10,001 columns');
  }, 60_000);
});
