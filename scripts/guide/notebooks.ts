/**
 * The notebooks: each chapter of the guide becomes one, with the programs that it tells about cut
 * into cells. A comment in front of a paragraph of code becomes text; a picture that the program
 * writes to a file is shown instead, and the exercise of the section comes last. Outputs are left
 * empty.
 * Format: https://nbformat.readthedocs.io/en/latest/format_description.html
 */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Chapter, readChapters } from './chapters.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = `${root}notebooks/`;
/** The statement that ends in a file, in a program; its groups are the indent and the picture. */
const saving =
  /^( *)console\.log\(\s*await (.+?)\s*\.save\(\s*'runs\/tour\/[\w-]+\.svg',?\s*\),?\s*\);$/gms;
/** What a notebook says instead, where it ends a cell. */
const showing = /^await Deno\.jupyter\.display\(/;

/** A cell before it is written. */
export interface Cell {
  readonly kind: 'markdown' | 'code';
  readonly text: string;
}

/** Comment lines as running text: no markers, no line breaks. */
function unwrap(lines: readonly string[], marker: RegExp): string {
  return lines
    .map((line) => line.replace(marker, '').trim())
    .filter((line) => line !== '')
    .join(' ');
}

/** Programs run in the repository, notebooks in their own folder of it. */
const fromNotebooks = (code: string): string =>
  code.replaceAll("'test/fixtures/", "'../test/fixtures/");

/** A paragraph of code as cells: its leading comment, then its code, cut after every picture. */
function cellsOf(paragraph: string): Cell[] {
  // Not as the value of the cell: the kernel does not wait for values that take time to draw.
  const lines = fromNotebooks(paragraph)
    .replace(saving, (_, indent, picture) => `${indent}await Deno.jupyter.display(${picture});`)
    .split('\n');
  const start = lines.findIndex((line) => !line.startsWith('//'));
  const comment = lines.slice(0, start === -1 ? lines.length : start);
  const cells: Cell[] = [];
  if (comment.length > 0) cells.push({ kind: 'markdown', text: unwrap(comment, /^\/\/ ?/) });
  let code: string[] = [];
  const flush = (): void => {
    if (code.length > 0) cells.push({ kind: 'code', text: code.join('\n') });
    code = [];
  };
  for (const line of lines.slice(comment.length)) {
    code.push(line);
    if (showing.test(line)) flush();
  }
  flush();
  return cells;
}

/** A program as cells. What its header says becomes the text below the heading. */
export function programCells(heading: string, program: string): Cell[] {
  const [, header = '', body = ''] = /^\/\*\*\n(.*?)\n \*\/\n(.*)$/s.exec(program) ?? [];
  const words = unwrap(header.split('\n'), /^ \* ?/).replace(/\s*Run: npx tsx \S+$/, '');
  const text = words.replace(/^Tour \d+: (.)/, (_, first: string) => first.toUpperCase());
  // A blank line ends a paragraph unless what follows is indented, as inside a function.
  const paragraphs = body.trim().split(/\n\n(?=\S)/);
  return [{ kind: 'markdown', text: `## ${heading}\n\n${text}` }, ...paragraphs.flatMap(cellsOf)];
}

/** The file of a notebook. */
function notebook({ name, title, introduction, sections }: Chapter): string {
  // Links of the guide lead to its own folder.
  const words = introduction.replace(/\]\((?!https?:)/g, '](../docs/guide/');
  const guide = `The chapter with all explanations: [${title}](../docs/guide/${name}.md).`;
  const cells: Cell[] = [
    { kind: 'markdown', text: `# ${title}\n\n${words}\n\n${guide}` },
    ...sections.flatMap(({ heading, program, exercise }) => [
      ...programCells(heading, readFileSync(`${root}examples/tour/${program}.ts`, 'utf8')),
      { kind: 'markdown' as const, text: exercise },
    ]),
  ];
  const content = {
    cells: cells.map(({ kind, text }, i) => ({
      cell_type: kind,
      id: `cell-${i + 1}`,
      metadata: {},
      ...(kind === 'code' ? { execution_count: null, outputs: [] } : {}),
      source: text.split(/(?<=\n)/),
    })),
    metadata: {
      kernelspec: { display_name: 'Deno', language: 'typescript', name: 'deno' },
      language_info: { file_extension: '.ts', mimetype: 'text/x.typescript', name: 'typescript' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

/** Every notebook as it should be: the text of its file by file name. */
export function makeNotebooks(): Map<string, string> {
  return new Map(readChapters().map((chapter) => [`${chapter.name}.ipynb`, notebook(chapter)]));
}

/** Writes all notebooks, takes away those without a chapter, and returns their names. */
export function writeNotebooks(): string[] {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target)) {
    if (name.endsWith('.ipynb')) rmSync(`${target}${name}`);
  }
  const notebooks = makeNotebooks();
  for (const [name, text] of notebooks) writeFileSync(`${target}${name}`, text);
  return [...notebooks.keys()];
}
