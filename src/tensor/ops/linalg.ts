/** Products of matrices, and einsum; all become one contraction. */

import { DTypeError, ShapeError, ValueError } from '../../errors.js';
import { contract, expandTo, permute, reshape, sum } from '../../graph/build/index.js';
import type { Node } from '../../graph/node.js';
import { broadcastShapes, type Shape, show } from '../../graph/shape.js';
import { type TensorLike, toNodes } from '../convert.js';
import { Tensor } from '../tensor.js';

/** Why the inner sizes do not fit, with a transposition that would, if there is one. */
function innerSizesDiffer(a: Shape, b: Shape): ShapeError {
  const inner = a.at(-1);
  const other = b.length === 1 ? b[0] : b.at(-2);
  let fix = '';
  if (b.length >= 2 && b.at(-1) === inner) {
    const result = [...a.slice(0, -1), b.at(-2) ?? 1];
    fix = `. Did you mean b.transpose(-2, -1)? It gives ${show(result)}`;
  } else if (a.length >= 2 && a.at(-2) === other) {
    const result = [...a.slice(0, -2), a.at(-1) ?? 1, ...(b.length === 1 ? [] : [b.at(-1) ?? 1])];
    fix = `. Did you mean a.transpose(-2, -1)? It gives ${show(result)}`;
  }
  return new ShapeError(
    `matmul: inner sizes differ, ${show(a)} @ ${show(b)} (${inner} and ${other})${fix}`,
  );
}

/**
 * Matrix product; leading dims are batches and broadcast, a 1-d operand is a row or a column that
 * disappears again.
 * Source: https://pytorch.org/docs/stable/generated/torch.matmul.html
 */
export function matmul(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = toNodes('matmul', [a, b]) as [Node, Node];
  if (x.dtype === 'bool') throw new DTypeError('matmul: bool tensors do not multiply, use to()');
  if (x.shape.length === 0 || y.shape.length === 0) {
    throw new ShapeError(
      `matmul: needs tensors of at least one dim, got ${show(x.shape)} and ${show(y.shape)}. ` +
        'To scale by a number, use mul()',
    );
  }
  const rows = x.shape.length === 1 ? reshape(x, [1, ...x.shape]) : x;
  const columns = y.shape.length === 1 ? reshape(y, [...y.shape, 1]) : y;
  if (rows.shape.at(-1) !== columns.shape.at(-2)) throw innerSizesDiffer(x.shape, y.shape);
  const product = batched(rows, columns);
  const shape = product.shape.filter(
    (_, d) =>
      !(x.shape.length === 1 && d === product.shape.length - 2) &&
      !(y.shape.length === 1 && d === product.shape.length - 1),
  );
  return new Tensor(reshape(product, shape));
}

function swapLast(x: Node): Node {
  const order = x.shape.map((_, d) => d);
  const last = order.length - 1;
  return permute(x, [...order.slice(0, -2), last, last - 1]);
}

function batched(rows: Node, columns: Node): Node {
  const [m, k] = rows.shape.slice(-2) as [number, number];
  const n = columns.shape.at(-1) ?? 1;
  // A single right-hand matrix lets all batches of the left be rows of one product.
  if (columns.shape.length === 2) {
    const lead = rows.shape.length - 2;
    return contract(rows, swapLast(columns), { batch: 0, m: lead + 1, n: 1, k: 1 });
  }
  const batch = broadcastShapes('matmul', rows.shape.slice(0, -2), columns.shape.slice(0, -2));
  const left = expandTo(rows, [...batch, m, k]);
  const right = swapLast(expandTo(columns, [...batch, k, n]));
  return contract(left, right, { batch: batch.length, m: 1, n: 1, k: 1 });
}

/** x @ w^T, the product of a linear layer whose weights are [out, in]. x: [.., in] -> [.., out]. */
export function linearProduct(x: Tensor, w: Tensor): Tensor {
  const attrs = { batch: 0, m: x.ndim - 1, n: 1, k: 1 };
  return new Tensor(contract(x.node, w.node, attrs));
}

interface Equation {
  readonly terms: readonly string[];
  readonly output: string;
}

function parse(equation: string, count: number): Equation {
  const [left = '', right] = equation.replaceAll(' ', '').split('->');
  const terms = left.split(',');
  if (!/^[a-zA-Z,]*$/.test(left) || (right !== undefined && !/^[a-zA-Z]*$/.test(right))) {
    throw new ValueError(`einsum: '${equation}' may only have letters, ',' and '->'`);
  }
  if (terms.length !== count) {
    throw new ValueError(
      `einsum: '${equation}' names ${terms.length} operands, but ${count} were given`,
    );
  }
  const letters = [...terms.join('')];
  const once = [...new Set(letters)].filter((c) => letters.indexOf(c) === letters.lastIndexOf(c));
  const output = right ?? once.sort().join('');
  const stray = [...output].find((c, i) => !letters.includes(c) || output.indexOf(c) !== i);
  if (stray !== undefined) {
    throw new ValueError(
      `einsum: output '${output}' of '${equation}' has a wrong letter '${stray}'`,
    );
  }
  return { terms, output };
}

/** One operand with its letters. */
interface Term {
  readonly node: Node;
  readonly letters: string;
}

function sizesOf(equation: string, terms: readonly Term[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { node, letters } of terms) {
    if (letters.length !== node.shape.length) {
      throw new ShapeError(
        `einsum: '${letters}' of '${equation}' names ${letters.length} dims, ` +
          `but the operand has shape ${show(node.shape)}`,
      );
    }
    [...letters].forEach((letter, d) => {
      const size = node.shape[d] ?? 1;
      const known = sizes.get(letter);
      if (known !== undefined && known !== size) {
        throw new ShapeError(`einsum: '${letter}' of '${equation}' has sizes ${known} and ${size}`);
      }
      sizes.set(letter, size);
    });
    if (new Set(letters).size !== letters.length) {
      throw new ValueError(
        `einsum: a repeated letter within one operand ('${letters}') is not supported`,
      );
    }
  }
  return sizes;
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
 * left to right.
 * Source: https://pytorch.org/docs/stable/generated/torch.einsum.html (without `...` and repeats).
 */
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor {
  const { terms, output } = parse(equation, operands.length);
  const nodes = toNodes('einsum', operands);
  const all = terms.map((letters, i): Term => ({ letters, node: nodes[i] as Node }));
  sizesOf(equation, all);
  let [result, ...rest] = all as [Term, ...Term[]];
  while (rest.length > 0) {
    const [next, ...later] = rest as [Term, ...Term[]];
    result = combine(result, next, output + later.map((term) => term.letters).join(''));
    rest = later;
  }
  return new Tensor(arrange(sumOut(result, output), output));
}
