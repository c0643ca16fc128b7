/** What users can call: the functions, constructors and methods of the public declarations. */

import type { ESTree } from 'vite';
import type { Declared } from '../check/public-names.js';
import type { Source } from '../check/source.js';
import { inner } from './declarations.js';
import { type Generics, genericsOf } from './kinds.js';

/** A function, a constructor or a method. */
export interface PublicCall {
  readonly source: Source;
  /** `conv2d`, `Conv2d` for the constructor, `Trainer.fit`. */
  readonly name: string;
  /** As one calls it: `new Conv2d`. */
  readonly call: string;
  readonly params: readonly ESTree.ParamPattern[];
  readonly generics: Generics;
  /** Of its body, without the braces; null where it has none. */
  readonly body: ESTree.FunctionBody | null;
}

/**
 * Functions that say more of their arguments than their kinds do, and what the library hands to a
 * subclass for each parameter at each step.
 */
const own: ReadonlySet<string> = new Set([
  'drawGraph',
  'drawProgram',
  'explain',
  'summary',
  'UpdateInput',
]);

/** What users call by a name that no function can be declared with. */
const exportedAs: Readonly<Record<string, string>> = { variance: 'var' };

/** The calls of one public declaration. */
export function callsOf({ source, name, statement }: Declared): PublicCall[] {
  const node = inner(statement);
  if (node.type === 'FunctionDeclaration') {
    if (own.has(name)) return [];
    const { params, body } = node;
    const call = exportedAs[name] ?? name;
    return [{ source, name, call, params, generics: genericsOf(node), body }];
  }
  return node.type === 'ClassDeclaration' ? callsOfClass(source, name, node) : [];
}

function callsOfClass(source: Source, name: string, node: ESTree.Class): PublicCall[] {
  // A tensor's own methods are operations of their own words.
  if (name === 'Tensor' || own.has(name)) return [];
  const outer = genericsOf(node);
  return node.body.body.flatMap((member): PublicCall[] => {
    if (member.type !== 'MethodDefinition' || member.computed || member.kind === 'get') return [];
    if (member.key.type !== 'Identifier' || isHidden(source.path, node, member)) return [];
    const { params, body } = member.value;
    if (params.length === 0 || body === null) return [];
    const generics = new Map([...outer, ...genericsOf(member.value)]);
    const isConstructor = member.kind === 'constructor';
    const method = `${name}.${member.key.name}`;
    return [
      {
        source,
        name: isConstructor ? name : method,
        call: isConstructor ? `new ${name}` : method,
        params,
        generics,
        body,
      },
    ];
  });
}

/**
 * What is not for users, and hooks, which the library calls; environments look at their actions
 * themselves, at each step.
 */
function isHidden(
  path: string,
  { abstract }: ESTree.Class,
  member: ESTree.MethodDefinition,
): boolean {
  const { accessibility, key, kind } = member;
  if (kind === 'set' || (accessibility ?? 'public') !== 'public') return true;
  // Of a class without objects of its own only subclasses call it.
  if (kind === 'constructor') return abstract === true;
  if (key.type !== 'Identifier') return true;
  return /^on[A-Z]/.test(key.name) || (path.startsWith('src/rl/') && key.name === 'step');
}
