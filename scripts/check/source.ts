/**
 * The repository as the habit checks see it: every TypeScript file parsed once, with its comments
 * and its imports resolved to files. Knows how to read code, and nothing about what is allowed in
 * it.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type ESTree, parseSync } from 'vite';

/** One import or re-export of a file. */
export interface Import {
  /** Path of the imported file relative to the root, or the specifier when it is not relative. */
  readonly target: string;
  readonly kind: 'type' | 'value' | 'dynamic';
  readonly line: number;
}

/** One comment, with its delimiters taken off. */
export interface Comment {
  readonly type: 'Line' | 'Block';
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** One parsed file. */
export interface Source {
  /** Relative to the root, with forward slashes: `src/tensor/handle/tensor.ts`. */
  readonly path: string;
  readonly text: string;
  readonly program: ESTree.Program;
  readonly comments: readonly Comment[];
  readonly imports: readonly Import[];
}

/** One broken rule at one place. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** A finding as editors and terminals read it: `file:line: message`. */
export function show({ path, line, message }: Finding): string {
  return `${path}:${line}: ${message}`;
}

/** A check looks at all sources at once and says what it found, in any order. */
export type Check = (sources: readonly Source[]) => Finding[];

/** Line number (from 1) of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** A finding at an offset of a source. */
export function findingAt(source: Source, offset: number, message: string): Finding {
  return { path: source.path, line: lineAt(source.text, offset), message };
}

/** The file that a relative specifier means: `./b.js` in `src/a.ts` is `src/b.ts`. */
export function resolveSpecifier(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return normalize(join(dirname(from), specifier.replace(/\.js$/, '.ts')));
}

/** `import type` and `export type` vanish at run time; `import { type A }` still loads the file. */
function isTypeStatement(text: string): boolean {
  return /^(import|export)\s+type\b/.test(text);
}

/** Parses one file. Throws when it is not valid TypeScript. */
export function parseSource(path: string, text: string): Source {
  const { program, module, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new SyntaxError(`${path}: ${error.message}`);
  const imports: Import[] = [];
  const add = (start: number, end: number, specifier: string, dynamic = false): void => {
    const type = isTypeStatement(text.slice(start, end)) ? 'type' : 'value';
    const target = resolveSpecifier(path, specifier);
    imports.push({ target, kind: dynamic ? 'dynamic' : type, line: lineAt(text, start) });
  };
  for (const one of module.staticImports) add(one.start, one.end, one.moduleRequest.value);
  for (const one of module.staticExports) {
    const request = one.entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (request) add(one.start, one.end, request.value);
  }
  for (const one of module.dynamicImports) {
    const { start, end } = one.moduleRequest;
    add(one.start, one.end, text.slice(start, end).replaceAll(/^['"`]|['"`]$/g, ''), true);
  }
  return { path, text, program, comments, imports };
}

/** Whether a file is ours to check: a TypeScript file that was not installed. */
function isOwn(path: string): boolean {
  return /\.tsx?$/.test(path) && !/(^|[/\\])node_modules[/\\]/.test(path);
}

/**
 * Parses every `.ts` and `.tsx` file below the given folders of the root, installed packages left
 * out. Folders that do not exist are empty.
 */
export function readSources(root: string, folders: readonly string[]): Source[] {
  const sources: Source[] = [];
  for (const folder of folders.filter((name) => existsSync(join(root, name)))) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter(isOwn).sort()) {
      const path = `${folder}/${name.replaceAll('\\', '/')}`;
      sources.push(parseSource(path, readFileSync(join(root, path), 'utf8')));
    }
  }
  return sources;
}
