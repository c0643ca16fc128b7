/** The text of the signature of a call. */

import type { ESTree } from 'vite';
import type { KindReader } from './kinds.js';
import type { PublicCall } from './public-calls.js';

/** One parameter in parts. */
interface Parameter {
  readonly name: string;
  readonly isOptional: boolean;
  readonly isRest: boolean;
  readonly kind: string;
}

/** `conv1d(x: Tensor<node>, weight: Tensor<node>, bias?: Tensor<node> | null, ...)`. */
export function signatureText(call: PublicCall, kinds: KindReader): string {
  const texts = parametersOf(call, kinds).map(
    ({ name, isOptional, isRest, kind }) =>
      `${isRest ? '...' : ''}${name}${isOptional ? '?' : ''}: ${kind}`,
  );
  return `${call.call}(${texts.join(', ')})`;
}

/** Whether there is something to look at: every parameter may be anything, or checks itself. */
export function isWorthChecking(text: string): boolean {
  return !/^[^(]*\((?:\w+\??: unchecked(?:, )?)*\)$/.test(text);
}

function parametersOf(call: PublicCall, kinds: KindReader): Parameter[] {
  return call.params.map((param) => parameterOf(param, call, kinds));
}

function parameterOf(
  param: ESTree.ParamPattern,
  { source, generics }: PublicCall,
  kinds: KindReader,
): Parameter {
  const isRest = param.type === 'RestElement';
  const plain = param.type === 'TSParameterProperty' ? param.parameter : param;
  const value = plain.type === 'AssignmentPattern' ? plain.right : null;
  const target = plain.type === 'AssignmentPattern' ? plain.left : plain;
  const named = isRest ? param.argument : target;
  const annotation = typeOf(target) ?? typeOf(named);
  const kind = annotation ? kinds.textOf(annotation, source, generics) : ofValue(value);
  const isOwn = isRest && (kind === 'any' || /<(?!node)/.test(kind));
  const isMarked = 'optional' in target && target.optional === true;
  return {
    name: named.type === 'Identifier' ? named.name.replace(/^_+/, '') : 'options',
    isOptional: value !== null || isMarked || isRest || /(^| )undefined( |$)/.test(kind),
    isRest,
    kind: isOwn ? 'unchecked' : elementOf(kind, isRest),
  };
}

/** The kind of each argument that a rest parameter takes. */
function elementOf(kind: string, isRest: boolean): string {
  return isRest ? kind.replace(/\[\]$/, '').replace(/^\((.*)\)$/, '$1') : kind;
}

function typeOf(node: ESTree.Node): ESTree.TSType | undefined {
  return 'typeAnnotation' in node && node.typeAnnotation?.type === 'TSTypeAnnotation'
    ? node.typeAnnotation.typeAnnotation
    : undefined;
}

/** The type of a default value that says it by itself. */
function ofValue(node: ESTree.Expression | null): string {
  if (node === null) return 'any';
  if (node.type === 'UnaryExpression' && node.operator === '-') return 'number';
  return node.type === 'Literal' && node.value !== null ? typeof node.value : 'any';
}
