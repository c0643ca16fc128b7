/** Finds what declares a name, across files: aliases, interfaces, classes, functions. */

import type { ESTree } from 'vite';
import { resolveSpecifier, type Source } from '../check/source.js';

/** A declaration and the file that it stands in. */
export interface Found {
  readonly source: Source;
  readonly node: ESTree.Node;
}

/** A name of another file. */
interface Wanted {
  readonly path: string;
  readonly name: string;
}

/** All sources, by path. */
export class Declarations {
  readonly #byPath: ReadonlyMap<string, Source>;

  constructor(sources: readonly Source[]) {
    this.#byPath = new Map(sources.map((source) => [source.path, source]));
  }

  /** What declares a name that a file uses; undefined for globals and installed packages. */
  find(source: Source, name: string): Found | undefined {
    for (const statement of source.program.body) {
      const node = inner(statement);
      if (declares(node, name)) return { source, node };
    }
    for (const statement of source.program.body) {
      const other = imported(source, statement, name);
      if (other === undefined) continue;
      const from = this.#byPath.get(other.path);
      const found = from && this.find(from, other.name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** A declaration without the `export` before it. */
export function inner(statement: ESTree.Node): ESTree.Node {
  return statement.type === 'ExportNamedDeclaration' && statement.declaration
    ? statement.declaration
    : statement;
}

function declares(node: ESTree.Node, name: string): boolean {
  return 'id' in node && node.id !== null && typeof node.id === 'object' && 'name' in node.id
    ? node.id.name === name
    : false;
}

function nameOf(node: ESTree.ModuleExportName): string {
  return node.type === 'Literal' ? node.value : node.name;
}

/** Where else a file has a name from. */
function imported({ path }: Source, statement: ESTree.Node, name: string): Wanted | undefined {
  switch (statement.type) {
    case 'ImportDeclaration': {
      const one = statement.specifiers.find(({ local }) => local.name === name);
      if (one?.type !== 'ImportSpecifier') return undefined;
      return wanted(path, statement.source, nameOf(one.imported));
    }
    case 'ExportNamedDeclaration': {
      const one = statement.specifiers.find(({ exported }) => nameOf(exported) === name);
      if (one === undefined || statement.source === null) return undefined;
      return wanted(path, statement.source, nameOf(one.local));
    }
    case 'ExportAllDeclaration':
      return statement.exported ? undefined : wanted(path, statement.source, name);
    default:
      return undefined;
  }
}

function wanted(path: string, { value }: ESTree.StringLiteral, name: string): Wanted {
  return { path: resolveSpecifier(path, value), name };
}
