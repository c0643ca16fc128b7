/**
 * What a user can import: follows re-exports from the entry points down to the statements that
 * declare each name. Knows nothing of what is asked of them.
 */

import type { ESTree } from 'vite';
import { entryPoints } from './entry-points.js';
import { resolveSpecifier, type Source } from './source.js';

/** A name exported by a file, or all of them. */
interface Wanted {
  readonly path: string;
  readonly name: string;
}

/** A statement that declares an exported name. */
export interface Declared {
  readonly source: Source;
  readonly name: string;
  readonly statement: ESTree.Node;
}

const everything = '*';

/** What one statement contributes: declarations here, and names to look up elsewhere. */
interface Contribution {
  readonly declared: readonly Declared[];
  readonly wanted: readonly Wanted[];
}

/** Names declared by a statement: `function f`, `const a = 1, b = 2`, `class C`, `type T`. */
function declaredNames(statement: ESTree.Node): string[] {
  if (statement.type === 'VariableDeclaration') {
    return statement.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
  }
  const id = 'id' in statement ? statement.id : undefined;
  return id && 'name' in id && typeof id.name === 'string' ? [id.name] : [];
}

function nameOf(node: ESTree.ModuleExportName): string {
  return node.type === 'Literal' ? node.value : node.name;
}

/** Where a name of this file comes from: a declaration of its own, or an import. */
function lookUp(source: Source, name: string): Contribution {
  const declared = source.program.body.flatMap((statement) =>
    declaredNames(statement).includes(name) ? [{ source, name, statement }] : [],
  );
  const wanted = source.program.body.flatMap((statement) => {
    if (statement.type !== 'ImportDeclaration') return [];
    const path = resolveSpecifier(source.path, statement.source.value);
    return statement.specifiers.flatMap((one) => {
      if (one.local.name !== name || one.type === 'ImportDefaultSpecifier') return [];
      return [{ path, name: one.type === 'ImportSpecifier' ? nameOf(one.imported) : everything }];
    });
  });
  return { declared, wanted };
}

const nothing: Contribution = { declared: [], wanted: [] };

function fromNamed(
  source: Source,
  node: ESTree.ExportNamedDeclaration,
  name: string,
): Contribution {
  const matches = (other: string): boolean => name === everything || name === other;
  if (node.declaration) {
    const names = declaredNames(node.declaration).filter(matches);
    return { declared: names.map((one) => ({ source, name: one, statement: node })), wanted: [] };
  }
  const locals = node.specifiers.filter((one) => matches(nameOf(one.exported)));
  if (!node.source) {
    const found = locals.map((one) => lookUp(source, nameOf(one.local)));
    return {
      declared: found.flatMap(({ declared }) => declared),
      wanted: found.flatMap(({ wanted }) => wanted),
    };
  }
  const path = resolveSpecifier(source.path, node.source.value);
  return { declared: [], wanted: locals.map((one) => ({ path, name: nameOf(one.local) })) };
}

/** `export * from` passes the name on; `export * as nn from` asks for everything below it. */
function fromAll(source: Source, node: ESTree.ExportAllDeclaration, name: string): Contribution {
  const path = resolveSpecifier(source.path, node.source.value);
  return { declared: [], wanted: [{ path, name: node.exported ? everything : name }] };
}

function contribution(source: Source, statement: ESTree.Node, name: string): Contribution {
  if (statement.type === 'ExportNamedDeclaration') return fromNamed(source, statement, name);
  if (statement.type === 'ExportAllDeclaration') return fromAll(source, statement, name);
  return nothing;
}

/** All declarations that the entry points export. */
export function publicDeclarations(sources: readonly Source[]): Declared[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const entries = entryPoints.map(({ source }) => ({ path: source, name: everything }));
  const wanted = new Map(entries.map((one) => [`${one.path} ${one.name}`, one]));
  const declared: Declared[] = [];
  for (const { path, name } of wanted.values()) {
    const source = byPath.get(path);
    for (const statement of source?.program.body ?? []) {
      if (!source) continue;
      const found = contribution(source, statement, name);
      declared.push(...found.declared);
      for (const one of found.wanted) wanted.set(`${one.path} ${one.name}`, one);
    }
  }
  return declared;
}
