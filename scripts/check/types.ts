/**
 * Checks on types and classes that compilers leave to taste: casts, deep
 * inheritance, and names that hand memory back to the user.
 */

import { type ESTree, Visitor } from 'vite';
import { partOf, steps } from './floors.js';
import { type Check, type Finding, findingAt, type Source } from './source.js';

const deepest = 2;
const memoryChores = /^(dispose|tidy|ref)$/;
const firstPublicStep = steps.findIndex((parts) => parts.includes('tensor'));

function isConst({ typeAnnotation }: ESTree.TSAsExpression): boolean {
  const { type } = typeAnnotation;
  if (type !== 'TSTypeReference' || typeAnnotation.typeName.type !== 'Identifier') return false;
  return typeAnnotation.typeName.name === 'const';
}

/** No `as`, other than `as const`. */
export const checkCasts: Check = (sources) => {
  const findings: Finding[] = [];
  for (const source of sources) {
    if (!source.path.startsWith('src/')) continue;
    const note = (node: ESTree.Node): number =>
      findings.push(findingAt(source, node.start, 'cast'));
    new Visitor({
      TSAsExpression: (node) => {
        if (!isConst(node)) note(node);
      },
      TSTypeAssertion: note,
    }).visit(source.program);
  }
  return findings;
};

interface ClassFact {
  readonly source: Source;
  readonly start: number;
  readonly abstract: boolean;
  readonly parent: string | undefined;
}

function classesOf(sources: readonly Source[]): Map<string, ClassFact> {
  const classes = new Map<string, ClassFact>();
  for (const source of sources.filter(({ path }) => path.startsWith('src/'))) {
    new Visitor({
      ClassDeclaration: ({ id, superClass, abstract, start }) => {
        const parent = superClass?.type === 'Identifier' ? superClass.name : undefined;
        if (id) classes.set(id.name, { source, start, abstract: abstract === true, parent });
      },
    }).visit(source.program);
  }
  return classes;
}

/** Every class is abstract or final, and no chain of our classes is longer than two steps. */
export const checkClasses: Check = (sources) => {
  const classes = classesOf(sources);
  const findings: Finding[] = [];
  for (const [name, { source, start, parent }] of classes) {
    const chain: string[] = [];
    for (let at = parent; at !== undefined && classes.has(at); at = classes.get(at)?.parent) {
      chain.push(at);
    }
    if (chain.length > deepest) {
      const path = [name, ...chain].join(' < ');
      findings.push(findingAt(source, start, `inheritance deeper than ${deepest}: ${path}`));
    }
    const base = parent === undefined ? undefined : classes.get(parent);
    if (base && !base.abstract) {
      findings.push(findingAt(source, start, `${name} extends ${parent}, which is not abstract`));
    }
  }
  return findings;
};

function isPublicFloor({ path }: Source): boolean {
  const part = partOf(path);
  return (
    part === 'scalar' || steps.slice(firstPublicStep).some((parts) => parts.includes(part ?? ''))
  );
}

/** Memory is never the caller's chore: no public `dispose`, `tidy` or `ref`. */
export const checkMemoryNames: Check = (sources) => {
  const findings: Finding[] = [];
  for (const source of sources.filter(isPublicFloor)) {
    const note = (node: ESTree.Node | null | undefined): void => {
      if (node?.type !== 'Identifier' || !memoryChores.test(node.name)) return;
      findings.push(findingAt(source, node.start, `${node.name}: memory is nobody's chore`));
    };
    new Visitor({
      FunctionDeclaration: ({ id }) => note(id),
      MethodDefinition: ({ key }) => note(key),
      PropertyDefinition: ({ key }) => note(key),
      TSMethodSignature: ({ key }) => note(key),
    }).visit(source.program);
  }
  return findings;
};
