/** Files of every format as tables, and what is said of those that are none. */

import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Column, readTable, type Table } from 'chainrule/tabular';
import { describe, expect, it } from 'vitest';
import { cellText } from '../../src/tabular/table.js';
import { temporaryFolder } from './files.js';

const { file } = temporaryFolder();

/** `name: kind`, and the cells as texts. */
function shown(table: Table): Record<string, string> {
  const cells = (column: Column): string =>
    Array.from({ length: table.rows }, (_, row) => cellText(column, row)).join('|');
  return Object.fromEntries(
    table.columns.map((column) => [`${column.name}: ${column.kind}`, cells(column)]),
  );
}

const plain = 'n,t,d\n1.5,a,2024-02-29\n2,b,2024-03-01\n';
const expected = { 'n: number': '1.5|2', 't: text': 'a|b', 'd: date': '2024-02-29|2024-03-01' };

describe('readTable', () => {
  it.each<[string, string | Uint8Array]>([
    ['plain.csv', plain],
    ['no-end.csv', plain.trimEnd()],
    ['crlf.csv', plain.replaceAll('\n', '\r\n')],
    ['bom.csv', `\ufeff${plain}`],
    ['tab.tsv', plain.replaceAll(',', '\t')],
    ['semicolons.csv', plain.replaceAll(',', ';').replace('1.5', '1,5')],
    ['bars.txt', plain.replaceAll(',', '|')],
    ['quoted.csv', plain.replaceAll(/[^,\n]+/g, '"$&"')],
    ['blank-lines.csv', `\n\n${plain}\n\n`],
    ['packed.csv.gz', gzipSync(plain)],
    ['utf16.csv', Buffer.from(`\ufeff${plain}`, 'utf16le')],
    ['lines.jsonl', '{"n":1.5,"t":"a","d":"2024-02-29"}\n{"n":2,"t":"b","d":"2024-03-01"}'],
    ['list.json', '[{"n":1.5,"t":"a","d":"2024-02-29"},\n{"n":2,"t":"b","d":"2024-03-01"}]'],
  ])('%s', async (name, content) => {
    expect(shown(await readTable(file(name, content)))).toEqual(expected);
  });

  it.each(['kinds.parquet', 'kinds.parquet.gz'])('%s', async (name) => {
    const path = fileURLToPath(new URL('../fixtures/tables/kinds.parquet', import.meta.url));
    const packed = file(name, gzipSync(readFileSync(path)));
    const table = await readTable(name.endsWith('.gz') ? packed : path);
    const rows = Array.from({ length: 20 }, (_, row) => row);
    const day = (row: number): string => new Date(Date.UTC(2024, 1, 20 + row)).toISOString();
    const columns: Readonly<Record<string, (row: number) => unknown>> = {
      'float: number': (row) => (row % 5 === 3 ? '' : row / 4),
      'int: number': (row) => row - 10,
      'long: text': (row) => 2n ** 60n + BigInt(row),
      'text: text': (row) => (row === 9 ? '' : `täg-${row % 3}`),
      'flag: text': (row) => row % 2 === 0,
      'day: date': (row) => day(row).slice(0, 10),
      'list: text': (row) => JSON.stringify([row, row + 1]),
    };
    const wanted = Object.entries(columns).map(([head, of]) => [head, rows.map(of).join('|')]);
    expect(shown(table)).toEqual(Object.fromEntries(wanted));
  });

  it('takes types from all rows', async () => {
    const numbers = Array.from({ length: 3000 }, (_, i) => `${i},${i}`);
    const path = file('late.csv', `a,b\n${[...numbers, 'x,007'].join('\n')}\n`);
    const [a, b] = (await readTable(path)).columns;
    // One word among thousands of numbers is a slip; a name of digits is what a column is.
    expect(a).toMatchObject({ kind: 'number', oddCount: 1, odd: [{ row: 3002, text: 'x' }] });
    expect(b?.kind).toBe('text');
    expect(b && cellText(b, 17)).toBe('17');
  });

  it.each([
    ['numbers', ['1', '-2.5', '1e3', '.5', '+4'], 'number', '1|-2.5|1000|0.5|4'],
    ['thousands', ['"1,234"', '"1,234,567.5"'], 'number', '1234|1234567.5'],
    ['money and shares', ['$5', '12%', '3 €'], 'number', '5|12|3'],
    ['zip codes', ['01234', '98765'], 'text', '01234|98765'],
    ['identifiers', ['123456789012345678', '123456789012345679'], 'text', undefined],
    ['missing', ['1', 'NA', '', '?', 'null', 'NaN'], 'number', '1|||||'],
    ['blanks among numbers', ['1', 'None', '-'], 'number', '1||'],
    ['blanks among texts', ['Minor', 'None'], 'text', 'Minor|None'],
    ['infinities', ['1', 'inf', '-Infinity'], 'number', '1||'],
    ['American dates', ['2/28/2024', '12/31/2024'], 'date', '2024-02-28|2024-12-31'],
    ['European dates', ['28/2/2024', '1/3/2024'], 'date', '2024-02-28|2024-03-01'],
    ['German dates', ['28.2.2024', '01.03.2024'], 'date', '2024-02-28|2024-03-01'],
    ['written dates', ['Jun 12 1998', '3-Jan-2001'], 'date', '1998-06-12|2001-01-03'],
    ['moments', ['2024-02-29T12:30:00+02:00'], 'date', '2024-02-29T10:30:00Z'],
    ['truths', ['true', 'false'], 'text', 'true|false'],
  ])('%s', async (name, cells, kind, texts) => {
    const path = file(`${name}.csv`, `x,y\n${cells.map((cell) => `${cell},1`).join('\n')}\n`);
    const table = await readTable(path);
    expect(table.columns[0]?.kind).toBe(kind);
    if (texts !== undefined) expect(shown(table)[`x: ${kind}`]).toBe(texts);
  });

  it('reads decimal commas, and points between thousands', async () => {
    const path = file('comma.csv', 'a;b\n1,25;1.234,5\n-3,5;2.000,25\n');
    expect(shown(await readTable(path))).toEqual({
      'a: number': '1.25|-3.5',
      'b: number': '1234.5|2000.25',
    });
  });

  it('keeps whether numbers were written as whole ones', async () => {
    const [whole, ratings] = (await readTable(file('w.csv', 'a,b\n1,1.0\n2,5.0\n'))).columns;
    expect([whole, ratings]).toMatchObject([{ whole: true }, { whole: false }]);
  });

  it('names what it had to guess or mend', async () => {
    const table = await readTable(file('mend.csv', 'x,x,\n1,2,3\n4\n'));
    expect(table.columns.map(({ name }) => name)).toEqual(['x', 'x_2', 'column_3']);
    expect(table.notes).toEqual([
      "There are two columns 'x'; the later one is called 'x_2'.",
      '1 row is too short, the first is row 3; missing cells at the end count as missing values.',
    ]);
    const latin = await readTable(file('latin.csv', Buffer.from('a,b\ncafé,1\n', 'latin1')));
    expect(latin.notes[0]).toContain('windows-1252');
    expect(latin.columns[0]).toMatchObject({ texts: ['café'] });
    const bare = await readTable(file('bare.csv', '1,2\n3,4\n'));
    expect(bare.columns.map(({ name }) => name)).toEqual(['column_1', 'column_2']);
  });

  it('takes its options', async () => {
    const path = file('o.csv', 'a/b\n-99/1\n2/3/4\n5/x\n');
    const table = await readTable(path, { delimiter: '/', missing: ['-99'], skipBadRows: true });
    expect(shown(table)).toEqual({ 'a: number': '|5', 'b: text': '1|x' });
    const first = await readTable(path, { delimiter: '/', skipBadRows: true, limit: 1 });
    expect(first.rows).toBe(1);
  });

  it('reads records with other keys, and records inside of them', async () => {
    const path = file('r.jsonl', '{"a":1,"in":{"x":2}}\n{"b":"t","a":[1]}\n');
    expect(shown(await readTable(path))).toEqual({
      'a: text': '1|[1]',
      'in.x: number': '2|',
      'b: text': '|t',
    });
  });

  it.each<[string, string | Uint8Array, string]>([
    ['empty.csv', '', 'empty.csv is empty'],
    ['header.csv', 'a,b\n', 'has a header and no rows'],
    ['one.csv', 'a\n1\n', "has one column only, 'a'"],
    ['ragged.csv', 'a,b\n1,2\n1,2,3\n', 'row 3 has 3 cells, the header has 2. Put cells'],
    ['quote.csv', 'a,b\n1,"x\n2,y\n', 'row 2: a quote (") is opened and never closed'],
    ['zip.xlsx', Buffer.from('PK\x03\x04'), 'a zip archive (an Excel workbook is one)'],
    ['zero.csv', Buffer.from('a,b\n\0\n'), 'is not a text file'],
    ['bad.jsonl', '{"a":1}\n{"a":}\n', 'record 2 is not JSON'],
    ['cut.json', '[{"a":1},{"a":', 'record 2 is cut off'],
    ['matrix.json', '[[1,2]]', 'after record 0: expected a JSON object'],
    ['cut.gz', gzipSync(plain).subarray(0, 25), 'gzip that is cut off or damaged'],
    ['cut.parquet', Buffer.from('PAR1 and no more'), 'a Parquet file that cannot be read'],
  ])('refuses %s', async (name, content, message) => {
    await expect(readTable(file(name, content))).rejects.toThrow(message);
  });

  it('names files that are not there, folders, and encodings that do not exist', async () => {
    await expect(readTable('/none.csv')).rejects.toThrow('no such file');
    await expect(readTable('/')).rejects.toThrow('is a folder, not a file');
    const path = file('e.csv', plain);
    await expect(readTable(path, { encoding: 'klingon' })).rejects.toThrow("no encoding 'klingon'");
  });
});
