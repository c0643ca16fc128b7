/** A module as text, in PyTorch's form: its name, its facts, and its members in brackets. */

import { isModule, type ModuleLike } from './own-state.js';
import { itemsOf, pytorchName } from './walk.js';

/** Something that holds modules, with its key. */
type Child = [key: string, child: unknown];

/** Modules by name: those of a module, or those of a list or record that it holds. */
interface Branch {
  readonly name: string;
  readonly extra: readonly string[];
  readonly children: readonly Child[];
}

/** Whether something with a module in it. */
function holdsModules(value: unknown): boolean {
  const seen = new Set<unknown>();
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (isModule(next)) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    for (const [, item] of itemsOf(next) ?? []) rest.push(item);
  }
  return false;
}

function branchOf(value: unknown): Branch {
  if (isModule(value)) {
    const extra = value.extraRepr();
    const properties = Object.entries(value).map(([key, item]): Child => [pytorchName(key), item]);
    const members: Child[] = [...value.ownState.named, ...properties];
    return {
      name: value.constructor.name,
      extra: extra === '' ? [] : extra.split('\n'),
      children: members.filter(([, item]) => holdsModules(item)),
    };
  }
  const children = (itemsOf(value) ?? []).filter(([, item]) => holdsModules(item));
  return { name: Array.isArray(value) ? 'ModuleList' : 'ModuleDict', extra: [], children };
}

/** A line that is done, or what becomes lines. */
type Part = string | { readonly indent: string; readonly key: string; readonly value: unknown };

/** The lines of a module and all below it; a list of modules is written as a `ModuleList`. */
export function modelText(module: ModuleLike): string {
  const lines: string[] = [];
  const stack: Part[] = [{ indent: '', key: '', value: module }];
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    if (typeof part === 'string') {
      lines.push(part);
      continue;
    }
    const { indent, key, value } = part;
    const { name, extra, children } = branchOf(value);
    const head = `${indent}${key === '' ? '' : `(${key}): `}${name}(`;
    if (children.length === 0 && extra.length < 2) {
      lines.push(`${head}${extra.join('')})`);
      continue;
    }
    const inner = `${indent}  `;
    lines.push(head, ...extra.map((line) => `${inner}${line}`));
    stack.push(`${indent})`);
    for (const [name, child] of children.toReversed()) {
      stack.push({ indent: inner, key: name, value: child });
    }
  }
  return lines.join('\n');
}
