/** Sums of products by index letters; two operands at a time become one contraction. */

import { ShapeError, ValueError } from '../../../errors.js';
import {
  where as choose,
  compare,
  contract,
  exactly,
  expandTo,
  full,
  iota,
  permute,
  reshape,
  sum,
} from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { type Shape, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { toNodes } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';

/** The dims that `...` stands for, the last of them last; no letter of a user's equation. */
const ELLIPSIS = '0123456789';

interface Equation {
  readonly terms: readonly string[];
  readonly output: string;
}

/** Checks an equation; `...` is left in it. */
function parse(equation: string, count: number): { terms: string[]; output: string | null } {
  const [left = '', right = null] = equation.replaceAll(' ', '').split('->');
  const terms = left.split(',');
  const isTerm = (term: string): boolean => /^[a-zA-Z]*(\.\.\.)?[a-zA-Z]*$/.test(term);
  if (![...terms, right ?? ''].every(isTerm)) {
    throw new ValueError(`einsum: '${equation}' may only have letters, ',', '->' and '...'`);
  }
  if (terms.length !== count) {
    throw new ValueError(
      `einsum: '${equation}' names ${terms.length} operands, but ${count} were given`,
    );
  }
  return { terms, output: right };
}

/** Writes a letter for each dim of each operand, and of the output, which may be implied. */
function spellOut(equation: string, shapes: readonly Shape[]): Equation {
  const { terms, output } = parse(equation, shapes.length);
  const free = (term: string, i: number): number =>
    term.includes('...') ? Math.max(0, (shapes[i]?.length ?? 0) - (term.length - 3)) : 0;
  const ranks = terms.map(free);
  const named = (rank: number): string => (rank === 0 ? '' : ELLIPSIS.slice(-rank));
  const spelled = terms.map((term, i) => term.replace('...', named(ranks[i] ?? 0)));
  const every = named(Math.max(0, ...ranks));
  const letters = [...spelled.join('')];
  const once = [...new Set(letters)].filter(
    (c) => !ELLIPSIS.includes(c) && letters.indexOf(c) === letters.lastIndexOf(c),
  );
  const result = output?.replace('...', every) ?? every + once.sort().join('');
  const stray = [...result].find((c, i) => !letters.includes(c) || result.indexOf(c) !== i);
  if (stray !== undefined) {
    throw new ValueError(
      `einsum: output '${output}' of '${equation}' has a wrong letter '${stray}'`,
    );
  }
  return { terms: spelled, output: result };
}

/** One operand with its letters. */
interface Term {
  readonly node: Node;
  readonly letters: string;
}

function checkSizes(equation: string, terms: readonly Term[]): void {
  const sizes = new Map<string, number>();
  for (const { node, letters } of terms) {
    if (letters.length !== node.shape.length) {
      throw new ShapeError(
        `einsum: '${equation}' names ${letters.length} dims of an operand ` +
          `of shape ${show(node.shape)}`,
      );
    }
    [...letters].forEach((letter, d) => {
      const size = node.shape[d] ?? 1;
      const known = sizes.get(letter) ?? size;
      const broadcasts = ELLIPSIS.includes(letter) && (size === 1 || known === 1);
      if (known !== size && !broadcasts) {
        const name = ELLIPSIS.includes(letter) ? '...' : letter;
        throw new ShapeError(`einsum: '${name}' of '${equation}' has sizes ${known} and ${size}`);
      }
      sizes.set(letter, Math.max(known, size));
    });
  }
}

/** A dim of size 1 that broadcasts against another operand's is simply left out. */
function dropBroadcast(term: Term, all: readonly Term[]): Term {
  const isDropped = [...term.letters].map(
    (letter, d) =>
      ELLIPSIS.includes(letter) &&
      term.node.shape[d] === 1 &&
      all.some(({ node, letters }) => (node.shape[letters.indexOf(letter)] ?? 1) !== 1),
  );
  return {
    node: reshape(
      term.node,
      term.node.shape.filter((_, d) => !isDropped[d]),
    ),
    letters: [...term.letters].filter((_, d) => !isDropped[d]).join(''),
  };
}

/** Dims that share a letter become one: their diagonal. */
function takeDiagonals(term: Term): Term {
  let { node, letters } = term;
  for (let d = letters.length - 1; d > 0; d--) {
    const first = letters.indexOf(letters.charAt(d));
    if (first === d) continue;
    const size = node.shape[d] ?? 1;
    const along = (kept: number): Node =>
      expandTo(
        reshape(
          iota([size]),
          node.shape.map((_, i) => (i === kept ? size : 1)),
        ),
        node.shape,
      );
    const isDiagonal = compare('eq', along(first), along(d));
    node = sum(choose(isDiagonal, node, full(node.shape, 0, node.dtype)), [d]);
    letters = letters.slice(0, d) + letters.slice(d + 1);
  }
  return { node, letters };
}

/** Sums out the letters that nobody else needs. */
function sumOut(term: Term, needed: string): Term {
  const dims = [...term.letters].flatMap((letter, d) => (needed.includes(letter) ? [] : [d]));
  if (dims.length === 0) return term;
  return {
    node: sum(term.node, dims),
    letters: [...term.letters].filter((letter) => needed.includes(letter)).join(''),
  };
}

function arrange(term: Term, letters: string): Node {
  return permute(
    term.node,
    [...letters].map((letter) => term.letters.indexOf(letter)),
  );
}

/** Two terms into one; letters that are not needed later are contracted. */
function combine(a: Term, b: Term, needed: string): Term {
  const left = sumOut(a, needed + b.letters);
  const right = sumOut(b, needed + a.letters);
  const shared = [...left.letters].filter((letter) => right.letters.includes(letter));
  const batch = shared.filter((letter) => needed.includes(letter)).join('');
  const k = shared.filter((letter) => !needed.includes(letter)).join('');
  const m = [...left.letters].filter((letter) => !shared.includes(letter)).join('');
  const n = [...right.letters].filter((letter) => !shared.includes(letter)).join('');
  const node = contract(arrange(left, batch + m + k), arrange(right, batch + n + k), {
    batch: batch.length,
    m: m.length,
    n: n.length,
    k: k.length,
  });
  return { node, letters: batch + m + n };
}

/**
 * Sum of products by index letters, such as `einsum('ij,jk->ik', a, b)`; operands are combined from
 * left to right. `...` stands for any dims, which broadcast; a letter twice in one operand is its
 * diagonal. Without `->` the letters that occur once are kept, in alphabetical order.
 * Dtypes promote.
 * Source: https://pytorch.org/docs/stable/generated/torch.einsum.html
 * @throws ValueError for an equation that is malformed or names another number of operands;
 *   ShapeError when a letter has two sizes, or a term another number of dims than its operand;
 *   ValueError, when the values are read, for a sum that no int32 holds.
 * @example
 * console.log(einsum('i,i->', tensor([1, 2]), tensor([3, 4])).item()); // 11
 */
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor {
  signatures.einsum.check(arguments);
  const nodes: readonly Node[] = toNodes('einsum', operands);
  const { terms, output } = spellOut(
    equation,
    nodes.map((node) => node.shape),
  );
  const named = (list: readonly Node[]): Term[] =>
    list.map((node, i) => ({ node, letters: terms[i] ?? '' }));
  checkSizes(equation, named(nodes));
  return new Tensor(exactly('einsum', (as) => sumOfProducts(named(nodes.map(as)), output)));
}

/** The terms combined from left to right. */
function sumOfProducts(given: readonly Term[], output: string): Node {
  const [first, ...rest] = given.map((term) => takeDiagonals(dropBroadcast(term, given)));
  if (first === undefined) throw new ValueError('einsum: needs at least one operand');
  const result = rest.reduce((product, next, i) => {
    const later = rest.slice(i + 1).map((term) => term.letters);
    return combine(product, next, output + later.join(''));
  }, first);
  return arrange(sumOut(result, output), output);
}
