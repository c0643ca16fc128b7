/**
 * No hidden state: finds what a module of `src/` keeps between calls, and what it reads of its
 * environment. Tables that nobody writes to are not state; `allowed.ts` lists who may have some.
 */

import { type ESTree, Visitor } from 'vite';
import { type Check, type Finding, findingAt, type Source } from './source.js';

/** Classes whose objects hold nothing that changes. */
const constants = /^(RegExp|URL|TextEncoder|TextDecoder|Error|\w+Error)$/;

/** The variable at the root of `a.b[c]`. */
function rootName(node: ESTree.Node): string | undefined {
  let at: ESTree.Node = node;
  while (at.type === 'MemberExpression') at = at.object;
  return at.type === 'Identifier' ? at.name : undefined;
}

/** Declarations at module level, exported or not. */
function moduleVariables(program: ESTree.Program): ESTree.VariableDeclaration[] {
  return program.body.flatMap((statement) => {
    const inner = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    return inner?.type === 'VariableDeclaration' ? [inner] : [];
  });
}

/**
 * True when the declared type says that nobody writes: `readonly T[]`, `ReadonlyMap`,
 * `Readonly<...>`.
 */
function isReadonly(source: Source, { id }: ESTree.VariableDeclarator): boolean {
  return /^[^:]*:\s*readonly\b|^[^:]*:\s*Readonly/i.test(source.text.slice(id.start, id.end));
}

/**
 * Whether an initial value is a fresh object that can be written to: `new Map()`, `new Cache()`,
 * `[]`.
 */
function isFresh(value: ESTree.Expression | null): boolean {
  if (value?.type === 'ArrayExpression') return true;
  if (value?.type !== 'NewExpression') return false;
  return value.callee.type === 'Identifier' && !constants.test(value.callee.name);
}

function stateOf(source: Source): Finding[] {
  const findings: Finding[] = [];
  const names = new Set<string>();
  for (const { kind, declarations } of moduleVariables(source.program)) {
    for (const declarator of declarations) {
      const { id, init, start } = declarator;
      if (id.type === 'Identifier') names.add(id.name);
      if (kind !== 'const') findings.push(findingAt(source, start, `module-level ${kind}`));
      else if (isFresh(init) && !isReadonly(source, declarator)) {
        findings.push(findingAt(source, start, 'module-level object that can be written to'));
      }
    }
  }
  return [...findings, ...writesTo(source, names)];
}

/** Writes into a constant of the module: `state.mode = 1`, `counts[i]++`. */
function writesTo(source: Source, names: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = [];
  const note = (target: ESTree.Node): void => {
    if (target.type !== 'MemberExpression') return;
    const name = rootName(target);
    if (name !== undefined && names.has(name)) {
      findings.push(findingAt(source, target.start, `write into module-level ${name}`));
    }
  };
  new Visitor({
    AssignmentExpression: (node) => note(node.left),
    UpdateExpression: (node) => note(node.argument),
    PropertyDefinition: (node) => {
      if (!node.static || node.readonly) return;
      findings.push(findingAt(source, node.start, 'static field that is not readonly'));
    },
  }).visit(source.program);
  return findings;
}

function isLibrary({ path }: Source): boolean {
  return path.startsWith('src/');
}

/** No state at module level. */
export const checkState: Check = (sources) => sources.filter(isLibrary).flatMap(stateOf);

/** Nothing depends on environment variables. */
export const checkEnvironment: Check = (sources) =>
  sources
    .filter(isLibrary)
    .flatMap((source) =>
      [...source.text.matchAll(/\bprocess\??\.env\b|\bDeno\.env\b/g)].map(({ index }) =>
        findingAt(source, index, 'environment variables are read in one file'),
      ),
    );
