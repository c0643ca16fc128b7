/**
 * The chapters of `docs/guide/`, and which programs of `examples/tour/` each of them tells about. A
 * section belongs to the program whose command stands in it.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../docs/guide/', import.meta.url));

/** A part of a chapter, from one heading to the next. */
export interface Section {
  /** Name of the program that it tells about, as in `01-derivatives`. */
  readonly program: string;
  /** The Markdown, heading included. */
  readonly text: string;
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

/** The section of a text, which must name exactly one program. */
function readSection(chapter: string, text: string): Section {
  const commands = [...text.matchAll(/npx tsx examples\/tour\/([\w-]+)\.ts/g)];
  const program = commands[0]?.[1];
  if (program === undefined || commands.length > 1) {
    const heading = text.split('\n', 1)[0];
    throw new Error(`${chapter}, '${heading}': a section says once which program to run`);
  }
  return { program, text };
}

/** All chapters, in reading order. Throws an Error for a section without its program. */
export function readChapters(): Chapter[] {
  const names = readdirSync(folder).filter((name) => /^\d.*\.md$/.test(name));
  return names.sort().map((file) => {
    const markdown = readFileSync(`${folder}${file}`, 'utf8');
    const [head = '', ...parts] = markdown.split(/^(?=## )/m);
    const [title = '', ...rest] = head.split('\n');
    return {
      name: file.replace(/\.md$/, ''),
      title: title.replace(/^# /, ''),
      introduction: rest.join('\n').trim(),
      sections: parts.map((text) => readSection(file, text)),
    };
  });
}
