/** Where each number of the layer comes from: its formula, and the numbers that go into it. */

import { short } from '../../design/numbers.js';
import { at, type Given, type MatrixName, sizesOf, type Worked } from './layer.js';

/** One number of one matrix. */
export interface Cell {
  readonly name: MatrixName;
  readonly row: number;
  readonly column: number;
}

/** One line of a sum: what is written, its value, and the cells that it is made of. */
export interface Line {
  readonly text: string;
  readonly value: number;
  readonly from: readonly Cell[];
}

/** How a number came to be. */
export interface Origin {
  /** One sentence. */
  readonly words: string;
  readonly formula: string;
  readonly lines: readonly Line[];
}

/** All matrices, and a number of them. */
export interface Numbers {
  readonly given: Given;
  readonly worked: Worked;
}

/** The number of a cell. */
export function numberIn({ given, worked }: Numbers, { name, row, column }: Cell): number {
  return at({ ...given, ...worked }[name], row, column);
}

function cell(name: MatrixName, row: number, column: number): Cell {
  return { name, row, column };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** A number as it stands in a product: negative ones in brackets. */
function factor(value: number): string {
  return value < 0 ? `(${short(value)})` : short(value);
}

/** The product of two cells. */
function product(numbers: Numbers, a: Cell, b: Cell): Line {
  const [left, right] = [numberIn(numbers, a), numberIn(numbers, b)];
  return { text: `${factor(left)} · ${factor(right)}`, value: left * right, from: [a, b] };
}

type Explain = (numbers: Numbers, row: number, column: number) => Origin;

function givenNumber(words: string): Explain {
  return () => ({ words, formula: 'given', lines: [] });
}

const explanations: Readonly<Record<MatrixName, Explain>> = {
  x: givenNumber('A feature of a sample: it is given.'),
  weight: givenNumber('A weight: how much a feature speaks for a class. It is learned.'),
  bias: givenNumber('A bias: what a class begins with. It is learned.'),
  target: givenNumber('The right class of this sample, counted from 0.'),
  z: (numbers, row, one) => {
    const { features } = sizesOf(numbers.given);
    const start = cell('bias', 0, one);
    return {
      words:
        'The row of the sample times the row of the class, number by number, added up with the bias.',
      formula: `z[${row},${one}] = Σ x[${row},k] · w[${one},k] + b[${one}]`,
      lines: [
        ...range(features).map((k) => product(numbers, cell('x', row, k), cell('weight', one, k))),
        { text: 'bias', value: numberIn(numbers, start), from: [start] },
      ],
    };
  },
  p: (numbers, row, one) => {
    const { classes } = sizesOf(numbers.given);
    const powers = range(classes).map((k) => {
      const from = cell('z', row, k);
      const z = numberIn(numbers, from);
      return { text: `exp ${factor(z)}`, value: Math.exp(z), from: [from] };
    });
    const total = powers.reduce((sum, { value }) => sum + value, 0);
    const mine = powers[one]?.value ?? Number.NaN;
    return {
      words: 'Softmax: powers of e are positive, and their shares add up to one.',
      formula: `p[${row},${one}] = exp z[${row},${one}] / Σ exp z[${row},k]`,
      lines: [
        ...powers,
        { text: `${short(mine)} / ${short(total)}`, value: mine / total, from: [] },
      ],
    };
  },
  loss: (numbers) => {
    const { samples } = sizesOf(numbers.given);
    return {
      words:
        'Cross-entropy: the less likely the right class was held to be, the more it costs; the mean of all samples.',
      formula: 'loss = − mean of log p[row, right class]',
      lines: range(samples).map((row) => {
        const right = cell('target', row, 0);
        const from = cell('p', row, numberIn(numbers, right));
        const p = numberIn(numbers, from);
        return {
          text: `− log ${short(p)} / ${samples}`,
          value: -Math.log(p) / samples,
          from: [from, right],
        };
      }),
    };
  },
  dz: (numbers, row, one) => {
    const { samples } = sizesOf(numbers.given);
    const [from, right] = [cell('p', row, one), cell('target', row, 0)];
    const wanted = numberIn(numbers, right) === one ? 1 : 0;
    const p = numberIn(numbers, from);
    return {
      words:
        'Softmax and logarithm together: what the class was held to be, less what is right, shared by the samples.',
      formula: `∂loss/∂z[${row},${one}] = (p[${row},${one}] − ${wanted}) / ${samples}`,
      lines: [
        {
          text: `(${short(p)} − ${wanted}) / ${samples}`,
          value: (p - wanted) / samples,
          from: [from, right],
        },
      ],
    };
  },
  dWeight: (numbers, one, k) => ({
    words: 'A weight works in every sample: gradient times feature, added up over the samples.',
    formula: `∂loss/∂w[${one},${k}] = Σ ∂loss/∂z[i,${one}] · x[i,${k}]`,
    lines: range(sizesOf(numbers.given).samples).map((i) =>
      product(numbers, cell('dz', i, one), cell('x', i, k)),
    ),
  }),
  dBias: (numbers, _, one) => ({
    words: 'A bias is added to every sample, so the gradients of all samples are added up.',
    formula: `∂loss/∂b[${one}] = Σ ∂loss/∂z[i,${one}]`,
    lines: range(sizesOf(numbers.given).samples).map((i) => {
      const from = cell('dz', i, one);
      return { text: `sample ${i}`, value: numberIn(numbers, from), from: [from] };
    }),
  }),
  dx: (numbers, row, k) => ({
    words: 'A feature works on every class: gradient times weight, added up over the classes.',
    formula: `∂loss/∂x[${row},${k}] = Σ ∂loss/∂z[${row},j] · w[j,${k}]`,
    lines: range(sizesOf(numbers.given).classes).map((j) =>
      product(numbers, cell('dz', row, j), cell('weight', j, k)),
    ),
  }),
};

/** How the number of a cell came to be. */
export function originOf(numbers: Numbers, { name, row, column }: Cell): Origin {
  return explanations[name](numbers, row, column);
}
