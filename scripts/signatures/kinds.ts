/**
 * Types as the text of kinds that `src/calls/read-signature.ts` reads. What it has no word for is
 * `any`, which is not checked.
 */

import type { ESTree } from 'vite';
import type { Source } from '../check/source.js';
import type { Declarations, Found } from './declarations.js';

/** Where a type stands. */
interface Scope {
  readonly source: Source;
  /** Type parameters, with what they extend. */
  readonly generics: Generics;
  /** How many declarations were followed, which ends recursive types. */
  readonly depth: number;
  /** Whether this is inside of options or a list, whose own objects are not looked into. */
  readonly isInside: boolean;
}

/** The type that each type parameter extends, or null. */
export type Generics = ReadonlyMap<string, ESTree.TSType | null>;

const deepest = 4;

/** What has its own words, or its own checks. */
const known: Readonly<Record<string, string>> = {
  Tensor: 'Tensor<node>',
  Parameter: 'Tensor<node>',
  // The functions themselves say what is wrong with these.
  TensorLike: 'unchecked',
  Nested: 'unchecked',
  DType: 'unchecked',
  FloatDType: 'unchecked',
  Params: 'unchecked',
  Shape: 'number[]',
  ArrayLike: 'ArrayLike<length>',
  Promise: 'any',
  PromiseLike: 'any',
  Iterable: 'iterable',
  AsyncIterable: 'asyncIterable',
  IterableIterator: 'iterable',
  Record: 'object',
  Map: 'Map<get,has>',
  ReadonlyMap: 'Map<get,has>',
  Set: 'Set<has>',
  ReadonlySet: 'Set<has>',
  Function: 'function',
  String: 'string',
  Number: 'number',
};

const classes = /^(DataView|Date|URL|AbortSignal|Error|WeakMap|Blob|File|Response)$/;

const buffers = /^(ArrayBuffer|SharedArrayBuffer|ArrayBufferLike|Uint8Array)$/;

const typedArrays = /^(Float|Int|Uint|BigInt|BigUint)\w+Array$/;

const isOptionsName = (name: string): boolean => /(Options|Hyperparameters)$/.test(name);

/** Reads types. */
export class KindReader {
  readonly #declarations: Declarations;

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
  }

  /** The kind that a type stands for. */
  textOf(type: ESTree.TSType, source: Source, generics: Generics): string {
    return this.#read(type, { source, generics, depth: 0, isInside: false });
  }

  #read(type: ESTree.TSType, scope: Scope): string {
    switch (type.type) {
      case 'TSNumberKeyword':
        return 'number';
      case 'TSBooleanKeyword':
        return 'boolean';
      case 'TSStringKeyword':
      case 'TSTemplateLiteralType':
        return 'string';
      case 'TSNullKeyword':
        return 'null';
      case 'TSUndefinedKeyword':
      case 'TSVoidKeyword':
        return 'undefined';
      case 'TSFunctionType':
      case 'TSConstructorType':
        return 'function';
      case 'TSObjectKeyword':
        return 'object';
      case 'TSUnknownKeyword':
        return 'unchecked';
      case 'TSParenthesizedType':
        return this.#read(type.typeAnnotation, scope);
      case 'TSLiteralType':
        return literalText(type.literal);
      case 'TSUnionType':
        return union(type.types.map((one) => this.#read(one, scope)));
      case 'TSArrayType':
        return listText(this.#read(type.elementType, { ...scope, isInside: true }));
      case 'TSIntersectionType':
        // What has a class or members of its own says most.
        return type.types.map((one) => this.#read(one, scope)).find(hasMembers) ?? 'any';
      case 'TSTupleType':
        return this.#tuple(type, scope);
      case 'TSTypeOperator':
        return type.operator === 'readonly' ? this.#read(type.typeAnnotation, scope) : 'any';
      case 'TSTypeLiteral':
        return this.#members(
          '',
          type.members.map((member) => ({ member, scope })),
          scope,
          false,
        );
      case 'TSTypeReference':
        return this.#reference(type, scope);
      default:
        return 'any';
    }
  }

  #tuple({ elementTypes }: ESTree.TSTupleType, scope: Scope): string {
    const texts = elementTypes.map((element) => {
      const type = element.type === 'TSNamedTupleMember' ? element.elementType : element;
      if (type.type === 'TSRestType' || type.type === 'TSOptionalType') return 'any';
      return this.#read(type as ESTree.TSType, { ...scope, isInside: true });
    });
    return listText(texts.length === 0 ? 'any' : union(texts));
  }

  #reference({ typeName, typeArguments }: ESTree.TSTypeReference, scope: Scope): string {
    if (typeName.type !== 'Identifier') return 'any';
    const { name } = typeName;
    if (scope.generics.has(name)) return this.#parameter(name, scope);
    const argument = typeArguments?.params[0];
    if (argument !== undefined) {
      const text = this.#generic(name, argument, scope);
      if (text !== undefined) return text;
    }
    if (Object.hasOwn(known, name)) return known[name] ?? 'any';
    if (classes.test(name)) return 'object';
    if (buffers.test(name)) return 'buffer';
    if (typedArrays.test(name)) return 'ArrayLike<length>';
    const found = scope.depth > deepest ? undefined : this.#declarations.find(scope.source, name);
    return found === undefined ? 'any' : this.#declared(name, found, scope, false);
  }

  /** What a type parameter extends. */
  #parameter(name: string, scope: Scope): string {
    const constraint = scope.generics.get(name) ?? null;
    if (constraint === null || scope.depth > deepest) return 'any';
    return this.#read(constraint, { ...scope, depth: scope.depth + 1 });
  }

  /** What TypeScript makes of other types. */
  #generic(name: string, argument: ESTree.TSType, scope: Scope): string | undefined {
    switch (name) {
      case 'Array':
      case 'ReadonlyArray':
        return listText(this.#read(argument, { ...scope, isInside: true }));
      case 'Partial':
        return this.#partial(argument, scope);
      case 'Readonly':
      case 'NonNullable':
      case 'Required':
        return this.#read(argument, scope);
      default:
        return undefined;
    }
  }

  #partial(argument: ESTree.TSType, scope: Scope): string {
    if (argument.type !== 'TSTypeReference' || argument.typeName.type !== 'Identifier')
      return 'object';
    const { name } = argument.typeName;
    const found = scope.generics.has(name)
      ? undefined
      : this.#declarations.find(scope.source, name);
    return found === undefined ? 'object' : this.#declared(`${name}Options`, found, scope, true);
  }

  #declared(name: string, { source, node }: Found, from: Scope, isPartial: boolean): string {
    const scope: Scope = {
      source,
      generics: genericsOf(node),
      depth: from.depth + 1,
      isInside: from.isInside,
    };
    switch (node.type) {
      case 'TSTypeAliasDeclaration':
        return this.#read(node.typeAnnotation, scope);
      case 'TSInterfaceDeclaration':
        return this.#interface(name, node, scope, isPartial);
      case 'ClassDeclaration':
        return `${name}<${membersOf(node).slice(0, 2).join(',')}>`;
      default:
        return 'any';
    }
  }

  #interface(
    name: string,
    node: ESTree.TSInterfaceDeclaration,
    scope: Scope,
    isPartial: boolean,
  ): string {
    const members = this.#allMembers(node, scope);
    if (members !== null) return this.#members(name, members, scope, isPartial);
    for (const { expression } of node.extends) {
      if (expression.type !== 'Identifier') continue;
      const words = known[expression.name];
      if (words === 'iterable' || words === 'asyncIterable') return words;
      const base = this.#declarations.find(scope.source, expression.name)?.node;
      if (base?.type !== 'ClassDeclaration') continue;
      return `${name}<${membersOf(base).slice(0, 2).join(',')}>`;
    }
    return 'object';
  }

  /** With those of the interfaces that it extends, first; null where one of those is unknown. */
  #allMembers(node: ESTree.TSInterfaceDeclaration, scope: Scope): Member[] | null {
    const members: Member[] = [];
    for (const { expression } of node.extends) {
      if (expression.type !== 'Identifier') return null;
      const found = this.#declarations.find(scope.source, expression.name);
      if (found?.node.type !== 'TSInterfaceDeclaration') return null;
      const theirs = this.#allMembers(found.node, { ...scope, source: found.source });
      if (theirs === null) return null;
      members.push(...theirs);
    }
    return [...members, ...node.body.body.map((member) => ({ member, scope }))];
  }

  #members(
    name: string,
    members: readonly Member[],
    { isInside }: Scope,
    isPartial: boolean,
  ): string {
    const fields = members.flatMap(fieldOf);
    if (members.some(({ member }) => isIterator(member))) return 'iterable';
    if (fields.length < members.length) return 'object';
    const required = fields.filter(({ isOptional }) => !isOptional && !isPartial);
    const isOptions = isOptionsName(name) || required.length === 0;
    if (!isOptions) {
      const keys = required.map(({ key }) => key).slice(0, 3);
      return name === '' || keys.length === 0 ? 'object' : `${name}<${keys.join(',')}>`;
    }
    if (isInside) return 'object';
    const texts = fields.map(({ key, type, scope, isOptional }) => {
      const kind = type === null ? 'function' : this.#read(type, { ...scope, isInside: true });
      const mayMiss = isOptional || isPartial || /(^| )undefined( |$)/.test(kind);
      return `${key}${mayMiss ? '?' : ''}: ${kind}`;
    });
    return `{ ${texts.join(', ')} }`;
  }
}

/** A member of an interface, and where its types are to be read. */
interface Member {
  readonly member: ESTree.TSSignature;
  readonly scope: Scope;
}

/** A member with a name. */
interface Field {
  readonly key: string;
  /** Null for a method. */
  readonly type: ESTree.TSType | null;
  readonly scope: Scope;
  readonly isOptional: boolean;
}

function fieldOf({ member, scope }: Member): Field[] {
  if (member.type !== 'TSPropertySignature' && member.type !== 'TSMethodSignature') return [];
  if (member.key.type !== 'Identifier' || member.computed) return [];
  const isMethod = member.type === 'TSMethodSignature';
  const type = isMethod ? null : (member.typeAnnotation?.typeAnnotation ?? null);
  return [{ key: member.key.name, type, scope, isOptional: member.optional }];
}

/** Whether a member is `[Symbol.iterator]`, or the asynchronous one. */
function isIterator(member: ESTree.TSSignature): boolean {
  if (member.type !== 'TSMethodSignature' || !member.computed) return false;
  return (
    member.key.type === 'MemberExpression' &&
    member.key.property.type === 'Identifier' &&
    /^(asyncI|i)terator$/.test(member.key.property.name)
  );
}

function literalText(literal: ESTree.TSLiteralType['literal']): string {
  if (literal.type !== 'Literal') return literal.type === 'TemplateLiteral' ? 'string' : 'number';
  if (typeof literal.value === 'string') return `'${literal.value}'`;
  return typeof literal.value;
}

const hasMembers = (text: string): boolean => /^\w+<[^>]+>$/.test(text);

function union(texts: readonly string[]): string {
  const parts = new Set(texts.flatMap((text) => (/[({]/.test(text) ? [text] : text.split(' | '))));
  if (parts.has('unchecked')) return 'unchecked';
  return parts.has('any') ? 'any' : [...parts].join(' | ');
}

function listText(element: string): string {
  if (element === 'any') return 'unchecked[]';
  // Of words the function says which it does not know.
  if (/^'[^']*' \| '/.test(element)) return 'string[]';
  // A list of lists of lists has its own checks.
  if (element.includes('[][]') || element.includes('(')) return 'unchecked[]';
  return element.includes(' | ') ? `(${element})[]` : `${element}[]`;
}

/** The type parameters of a declaration. */
export function genericsOf(node: ESTree.Node): Generics {
  if (!('typeParameters' in node) || node.typeParameters?.type !== 'TSTypeParameterDeclaration') {
    return new Map();
  }
  return new Map(node.typeParameters.params.map(({ name, constraint }) => [name.name, constraint]));
}

/** Public methods and fields of a class. */
function membersOf(node: ESTree.Class): string[] {
  return node.body.body.flatMap((member) => {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') return [];
    if (member.static || member.computed || member.key.type !== 'Identifier') return [];
    const { name } = member.key;
    const isHidden = (member.accessibility ?? 'public') !== 'public' || name in Object.prototype;
    const isSetter = member.type === 'MethodDefinition' && member.kind === 'set';
    return isHidden || isSetter ? [] : [name];
  });
}
