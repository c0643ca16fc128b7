/** Cells and files as people have them: units, clocks, titles, texts in front of numbers. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Column, readTable } from 'chainrule/tabular';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chainrule-dressed-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(text: string | Uint8Array, name = 'table.csv') {
  const path = join(folder, name);
  writeFileSync(path, text);
  return await readTable(path);
}

/** What is in the first column, beside a second one. */
async function firstOf(cells: readonly string[], delimiter = ','): Promise<unknown[]> {
  const lines = cells.map((cell, i) => `${cell}${delimiter}${i}\n`);
  const { columns } = await read(`a${delimiter}b\n${lines.join('')}`);
  return shown(columns[0]);
}

function shown(column: Column | undefined): unknown[] {
  if (column === undefined) return [];
  if (column.kind !== 'text') return [column.kind, ...column.values];
  return ['text', ...Array.from(column.codes, (code) => column.texts[code])];
}

const hour = 3600;
const day = Date.UTC(2020, 6, 4) / 1000;

describe('numbers with something about them', () => {
  it.each<[string, string[], string, unknown[]]>([
    ['a unit', ['3.2 kg', '4kg', '-1 kg'], ',', ['number', 3.2, 4, -1]],
    ['a currency behind', ['1.234,50 €', '2,00 €'], ';', ['number', 1234.5, 2]],
    ['thousands with spaces', ['8 107,5', '1 200,25'], ';', ['number', 8107.5, 1200.25]],
    ['brackets for less than nothing', ['(12.5)', '3'], ',', ['number', -12.5, 3]],
    ['a comma that a semicolon makes decimal', ['1,344', '2,500'], ';', ['number', 1.344, 2.5]],
    ['two units', ['1 kg', '200 g'], ',', ['text', '1 kg', '200 g']],
    ['letters that tell apart', ['4wd', '4wd', 'fwd'], ',', ['text', '4wd', '4wd', 'fwd']],
    ['texts among numbers, as they stand', ['1.50', 'S', 'M'], ',', ['text', '1.50', 'S', 'M']],
  ])('%s', async (_, cells, delimiter, wanted) => {
    expect(await firstOf(cells, delimiter)).toEqual(wanted);
  });

  it('are numbers whatever stands in the first row', async () => {
    const cells = ['not yet', ...Array.from({ length: 30 }, (_, i) => String(i))];
    const [kind, first, second] = await firstOf(cells);
    expect([kind, first, second]).toEqual(['number', Number.NaN, 0]);
  });
});

describe('moments', () => {
  it.each<[string, string[], unknown[]]>([
    ['a clock', ['07:43', '19:00:30'], ['date', 7 * hour + 43 * 60, 19 * hour + 30]],
    ['halves of the day', ['12:05 AM', '1:00 pm'], ['date', 300, 13 * hour]],
    ['a day with a time', ['7/4/2020 3:05 PM'], ['date', day + 15 * hour + 300]],
    ['a short year', ['7/4/20', '7/31/20'], ['date', day, day + 27 * 24 * hour]],
    ['a month', ['2020-07'], ['date', day - 3 * 24 * hour]],
    ['no time', ['8:1', '11:90'], ['text', '8:1', '11:90']],
  ])('%s', async (_, cells, wanted) => {
    expect(await firstOf(cells)).toEqual(wanted);
  });
});

describe('before the header', () => {
  const rows = 'a,b\n1,2\n3,4\n5,6\n';

  it.each<[string, string]>([
    ['nothing', rows],
    ["Excel's word on the delimiter", 'sep=;\r\na;b\r\n1;2\r\n3;4\r\n5;6\r\n'],
    ['comments', `# made by hand, in May\n\n# again\n${rows}`],
    ['a title', `Quarterly report\n\n${rows}`],
  ])('%s', async (_, text) => {
    const table = await read(text);
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(shown(table.columns[0])).toEqual(['number', 1, 3, 5]);
  });

  it('a name that begins with a sign of comments stays', async () => {
    const { columns } = await read(`#${rows}`);
    expect(columns.map(({ name }) => name)).toEqual(['#a', 'b']);
  });

  it('is counted where a row is named', async () => {
    const broken = `# one\n# two\n${rows}7,8,9\n`;
    await expect(read(broken)).rejects.toThrow('row 7 has 3 cells, the header has 2');
  });
});

it.each([
  ['a text column', 'Rex,1\n', 'Total,99\n'],
  ['a column of numbers', '5,1\n', 'Grand total,99\n'],
])('a row of totals at the end is left out: %s', async (_, row, last) => {
  const table = await read(`a,b\n${row.repeat(30)}${last}`);
  expect([table.rows, table.notes]).toEqual([30, ['The last row is left out: it is of totals.']]);
  expect(table.columns.map((column) => column.kind !== 'text' && column.oddCount)).not.toContain(1);
});

it('a category that is called so stays', async () => {
  const table = await read(`a,b\n${'Rex,1\nTotal,2\n'.repeat(10)}`);
  expect(table.rows).toBe(20);
});

it('UTF-16 needs no mark', async () => {
  const { columns } = await read(Buffer.from('größe,b\n1,2\n3,4\n', 'utf16le'));
  expect(columns.map(({ name }) => name)).toEqual(['größe', 'b']);
});

it('an object that holds the records is told from a record', async () => {
  const list = [{ a: 1, b: 2 }];
  await expect(read(JSON.stringify({ data: list }), 'a.json')).rejects.toThrow("jq '.data'");
  const columns = { a: [1, 2], b: [3, 4] };
  await expect(read(JSON.stringify(columns), 'b.json')).rejects.toThrow('a list of records');
});
