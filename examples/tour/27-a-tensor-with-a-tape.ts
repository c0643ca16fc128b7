/**
 * Tour 27: a small library, from nothing. A tensor with a tape, modules, parameters, a linear
 * layer, a loss and an optimiser, as in "Understanding Neural Networks"; then the same training
 * with the real library. Run: npx tsx examples/tour/27-a-tensor-with-a-tape.ts
 */

import { nn, optim, tensor } from 'chainrule';
import { seededRandom } from 'chainrule/scalar';
import { plotLoss } from 'chainrule/viz';

type Shape = readonly [rows: number, columns: number];

/** A matrix of numbers, row by row, that writes down on a tape how to walk back. */
class Tensor {
  grad: Float64Array | null = null;
  /** What to do on the way back, in the order in which it was computed. */
  readonly tape: (() => void)[];
  constructor(
    readonly data: Float64Array,
    readonly shape: Shape,
    readonly requiresGrad = false,
    tape: (() => void)[] = [],
  ) {
    this.tape = tape;
    if (requiresGrad) this.zeroGrad();
  }
  static of(rows: readonly (readonly number[])[], requiresGrad = false): Tensor {
    const shape: Shape = [rows.length, rows[0]?.length ?? 0];
    return new Tensor(Float64Array.from(rows.flat()), shape, requiresGrad);
  }
  zeroGrad(): void {
    this.grad = new Float64Array(this.data.length);
  }
  /** A result of this and other tensors: the tapes of both, and one entry of its own. */
  #result(data: Float64Array, shape: Shape, others: Tensor[], back: (grad: Float64Array) => void) {
    const inputs = [this, ...others];
    const requiresGrad = inputs.some((input) => input.requiresGrad);
    const tape = [...new Set(inputs.flatMap((input) => input.tape))];
    const out = new Tensor(data, shape, requiresGrad, tape);
    if (requiresGrad) out.tape.push(() => back(out.grad ?? new Float64Array()));
    return out;
  }
  /** Adds to the gradient. A row that was added to every row gets the sum over the rows. */
  #receive(grad: Float64Array): void {
    const own = this.grad;
    if (!this.requiresGrad || own === null) return;
    for (const [i, g] of grad.entries()) own[i % own.length] = (own[i % own.length] ?? 0) + g;
  }
  matmul(other: Tensor): Tensor {
    const [[n, k], [, m]] = [this.shape, other.shape];
    const out = multiply(this.data, other.data, n, k, m);
    return this.#result(out, [n, m], [other], (grad) => {
      this.#receive(multiply(grad, transpose(other.data, k, m), n, m, k));
      other.#receive(multiply(transpose(this.data, n, k), grad, k, n, m));
    });
  }
  /** `other` is as large, or one row that is added to all: broadcasting. */
  add(other: Tensor): Tensor {
    const size = other.data.length;
    const out = this.data.map((x, i) => x + (other.data[i % size] ?? 0));
    return this.#result(out, this.shape, [other], (grad) => {
      this.#receive(grad);
      other.#receive(grad);
    });
  }
  sub(other: Tensor): Tensor {
    const out = this.data.map((x, i) => x - (other.data[i] ?? 0));
    return this.#result(out, this.shape, [other], (grad) => {
      this.#receive(grad);
      other.#receive(grad.map((g) => -g));
    });
  }
  relu(): Tensor {
    const out = this.data.map((x) => Math.max(0, x));
    return this.#result(out, this.shape, [], (grad) =>
      this.#receive(grad.map((g, i) => ((out[i] ?? 0) > 0 ? g : 0))),
    );
  }
  square(): Tensor {
    return this.#result(
      this.data.map((x) => x * x),
      this.shape,
      [],
      (grad) => this.#receive(grad.map((g, i) => 2 * (this.data[i] ?? 0) * g)),
    );
  }
  mean(): Tensor {
    const count = this.data.length;
    const sum = this.data.reduce((total, x) => total + x, 0);
    return this.#result(Float64Array.of(sum / count), [1, 1], [], (grad) =>
      this.#receive(new Float64Array(count).fill((grad[0] ?? 0) / count)),
    );
  }
  /** Plays the tape from its end. */
  backward(): void {
    this.grad = Float64Array.of(1);
    for (const entry of this.tape.toReversed()) entry();
  }
}
/** Row i of a with column j of b, for all i and j. */
function multiply(a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array {
  return new Float64Array(n * m).map((_, place) => {
    const [i, j] = [Math.floor(place / m), place % m];
    let sum = 0;
    for (let l = 0; l < k; l++) sum += (a[i * k + l] ?? 0) * (b[l * m + j] ?? 0);
    return sum;
  });
}
function transpose(a: Float64Array, n: number, m: number): Float64Array {
  return a.map((_, i) => a[(i % n) * m + Math.floor(i / n)] ?? 0);
}

/** A tensor that training changes. */
class Parameter extends Tensor {
  constructor(data: Float64Array, shape: Shape) {
    super(data, shape, true);
  }
}

/** Something with an input, an output, and parameters: its own and its children's. */
class Module {
  constructor(readonly children: readonly Module[] = []) {}
  forward(x: Tensor): Tensor {
    return this.children.reduce((value, child) => child.forward(value), x);
  }
  parameters(): Parameter[] {
    const own = Object.values(this).filter((value) => value instanceof Parameter);
    return [...own, ...this.children.flatMap((child) => child.parameters())];
  }
}
const random = seededRandom(7);
/** A number from the normal distribution (Box and Muller). */
const normal = (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** x W + b, with Kaiming's start. */
class Linear extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter;
  constructor(inputs: number, outputs: number) {
    super();
    const start = Float64Array.from({ length: inputs * outputs }, normal);
    this.weight = new Parameter(
      start.map((x) => x * Math.sqrt(2 / inputs)),
      [inputs, outputs],
    );
    this.bias = new Parameter(new Float64Array(outputs), [1, outputs]);
  }
  override forward(x: Tensor): Tensor {
    return x.matmul(this.weight).add(this.bias);
  }
}
class ReLU extends Module {
  override forward(x: Tensor): Tensor {
    return x.relu();
  }
}
class SGD {
  constructor(
    readonly parameters: readonly Parameter[],
    readonly lr: number,
  ) {}
  step({ zeroGrad = false } = {}): void {
    for (const { data, grad } of this.parameters)
      data.forEach((x, i) => (data[i] = x - this.lr * (grad?.[i] ?? 0)));
    if (zeroGrad) for (const parameter of this.parameters) parameter.zeroGrad();
  }
}

// Learn |x| from 40 points, with 8 hidden units.
const xs = Array.from({ length: 40 }, (_, i) => [i / 20 - 0.975]);
const ys = xs.map(([x = 0]) => [Math.abs(x)]);
const ours = new Module([new Linear(1, 8), new ReLU(), new Linear(8, 1)]);
console.log(`parameters: ${ours.parameters().reduce((sum, p) => sum + p.data.length, 0)}`);

// The library's twin, with the same weights. It keeps them as [outputs, inputs].
const double = { dtype: 'float64' } as const;
const theirs = new nn.Sequential(new nn.Linear(1, 8), new nn.ReLU(), new nn.Linear(8, 1));
theirs
  .to('float64')
  .parameters()
  .forEach((p, i) => {
    const { data = [], shape = [1, 1] } = ours.parameters()[i] ?? {};
    const matrix = tensor(Float64Array.from(data))
      .reshape([...shape])
      .transpose(0, 1);
    p.assign(matrix.reshape([...p.shape]));
  });

const [x, y] = [Tensor.of(xs), Tensor.of(ys)];
const [tx, ty] = [tensor(xs, double), tensor(ys, double)];
const [sgd, twin] = [
  new SGD(ours.parameters(), 0.1),
  new optim.SGD(theirs.parameters(), { lr: 0.1 }),
];
const losses: number[] = [];
let apart = 0;
for (let step = 0; step < 300; step++) {
  const loss = ours.forward(x).sub(y).square().mean();
  loss.backward();
  sgd.step({ zeroGrad: true });
  const twinLoss = nn.functional.mseLoss(theirs.forward(tx), ty);
  twinLoss.backward();
  twin.step({ zeroGrad: true });
  losses.push(loss.data[0] ?? 0);
  apart = Math.max(apart, Math.abs((loss.data[0] ?? 0) - twinLoss.item()));
}
console.log(
  `loss: ${losses[0]?.toFixed(4)} at first, ${losses.at(-1)?.toFixed(4)} after 300 steps`,
);
console.log(`the library takes the same steps: ${apart < 1e-12}`);
console.log(
  await plotLoss(losses, { logScale: true }).save('runs/tour/27-a-tensor-with-a-tape.svg'),
);
