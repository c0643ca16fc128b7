/**
 * The chapters of `docs/guide/`, and which programs of `examples/tour/` each of them tells about. A
 * section belongs to the program whose command stands in it; one of prose alone belongs to none.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../docs/guide/', import.meta.url));

/** A part of a chapter, from one heading to the next. */
export interface Section {
  /** Name of the program that it tells about, as in `01-derivatives`. */
  readonly program: string;
  readonly heading: string;
  /** Code that it quotes from the program, one text for each block. */
  readonly code: readonly string[];
  /** Lines that it says the program prints. */
  readonly printed: readonly string[];
  /** Source files that it links to, as in `src/scalar/value.ts`: its code may stand in them too. */
  readonly sources: readonly string[];
  /** What the reader is asked to do, from its heading on, with the folded answer. */
  readonly exercise: string;
  /** File names of the pictures that it shows. */
  readonly pictures: readonly string[];
}

/** One file of the guide. */
export interface Chapter {
  /** File name without its ending, as in `1-derivatives`. */
  readonly name: string;
  /** The heading of the file. */
  readonly title: string;
  /** What stands between the heading of the file and its first section. */
  readonly introduction: string;
  /** In reading order. */
  readonly sections: readonly Section[];
}

/** What every match of a pattern has in its first group. */
const groups = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/** The fenced blocks of a language. */
const blocks = (text: string, language: string): string[] =>
  groups(text, new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'));

/** The section of a text, which must name exactly one program; prose alone belongs to none. */
function readSection(chapter: string, text: string): Section[] {
  const heading = text.split('\n', 1)[0]?.replace(/^## /, '') ?? '';
  const [program, another] = groups(text, /npx tsx examples\/tour\/([\w-]+)\.ts/g);
  if (program === undefined && !text.includes('```')) return [];
  if (program === undefined || another !== undefined) {
    throw new Error(`${chapter}, '${heading}': a section says once which program to run`);
  }
  const section = {
    program,
    heading,
    code: blocks(text, 'ts'),
    printed: blocks(text, 'text').flatMap((block) => block.trimEnd().split('\n')),
    sources: groups(text, /\]\(\.\.\/\.\.\/(src\/[^)]+\.ts)\)/g),
    exercise: /^### Exercise$.*?<\/details>$/ms.exec(text)?.[0] ?? '',
    pictures: groups(text, /!\[[^\]]+\]\(pictures\/([^)]+)\)/g),
  };
  return [section];
}

/** All chapters, in reading order. Throws an Error for a section without its program. */
export function readChapters(): Chapter[] {
  const names = readdirSync(folder).filter((name) => /^\d.*\.md$/.test(name));
  names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return names.map((file) => {
    const markdown = readFileSync(`${folder}${file}`, 'utf8');
    const [head = '', ...parts] = markdown.split(/^(?=## )/m);
    const [title = '', ...rest] = head.split('\n');
    return {
      name: file.replace(/\.md$/, ''),
      title: title.replace(/^# /, ''),
      introduction: rest.join('\n').trim(),
      sections: parts.flatMap((text) => readSection(file, text)),
    };
  });
}
