/**
 * Tour 28: vectors, norms, products and broadcasting, each by a loop and by the library.
 * Run: npx tsx examples/tour/28-vectors-and-matrices.ts
 */

import { tensor } from 'chainrule';
import { plotImages } from 'chainrule/viz';

// A dot product: multiply in pairs, and add up.
const [x, y] = [
  [1, 2, 3],
  [4, -5, 6],
];
let dot = 0;
for (const [i, each] of x.entries()) dot += each * (y[i] ?? 0);
console.log(`dot: ${dot}, the library's ${tensor(x).matmul(tensor(y)).item()}`);

// A norm is a length: of all numbers, the p-th powers added up, and the p-th root of that.
const norm = (v: readonly number[], p: number): number =>
  v.reduce((sum, each) => sum + Math.abs(each) ** p, 0) ** (1 / p);
const v = tensor([3, -4]);
console.log(
  `L1 ${norm([3, -4], 1)}, L2 ${norm([3, -4], 2)}; ${v.norm(1).item()}, ${v.norm().item()}`,
);

// Hadamard's product: place by place. In the library this is mul, and * in a formula.
const [a, b] = [
  tensor([
    [1, 2],
    [3, 4],
  ]),
  tensor([
    [10, 0],
    [0, 10],
  ]),
];
console.log(`place by place: ${JSON.stringify(a.mul(b).toArray())}`);

// The product of matrices: row i of the one with column j of the other, a dot product each.
const product = (p: number[][], q: number[][]): number[][] =>
  p.map((row) =>
    (q[0] ?? []).map((_, j) => row.reduce((sum, each, k) => sum + each * (q[k]?.[j] ?? 0), 0)),
  );
const [m, n] = [
  a.toArray() as number[][],
  [
    [0, 1],
    [1, 0],
  ],
];
console.log(`A times N: ${JSON.stringify(product(m, n))}`);
console.log(`N times A: ${JSON.stringify(product(n, m))}`);
console.log(`the library's A times N: ${JSON.stringify(a.matmul(tensor(n)).toArray())}`);

// A layer is one product and one addition: a row per sample, a column per neuron. The bias is one
// row, and is added to all: broadcasting.
const samples = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const weights = tensor([
  [1, 0],
  [0, 1],
  [1, 1],
]);
const out = samples.matmul(weights).add(tensor([100, 200]));
console.log(`[2, 3] times [3, 2] plus [2]: ${JSON.stringify(out.toArray())}`);

// A product as a picture: a number of the result is a row of the left and a column of the right.
const left = tensor(
  [...Array(64).keys()].map((i) => (Math.floor(i / 8) === 2 ? 1 : 0.1)),
  {
    shape: [8, 8],
  },
);
const right = left.transpose(0, 1);
const pictures = plotImages(
  tensor([left, right, left.matmul(right)].map((t) => t.div(t.max()).toArray() as number[][])),
  {
    labels: [0, 1, 2],
    classNames: ['one row', 'one column', 'their product'],
    columns: 3,
  },
);
console.log(await pictures.save('runs/tour/28-vectors-and-matrices.svg'));
