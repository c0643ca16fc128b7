/**
 * Tour 21: every operation leaves behind a small function that hands its gradient on to its
 * operands. Called in the right order they are backpropagation; called in a wrong order, or when a
 * number is used twice, they are wrong. Run: npx tsx examples/tour/21-handing-gradients-on.ts
 */

import { drawGraph } from 'chainrule/viz';

class Value {
  grad = 0;
  /** Hands `grad` on to the children; a leaf has nothing to do. */
  passOn: () => void = () => {};
  constructor(
    public data: number,
    readonly children: readonly Value[] = [],
    readonly op = '',
    public label = '',
  ) {}
  add(other: Value): Value {
    const out = new Value(this.data + other.data, [this, other], '+');
    out.passOn = () => {
      this.grad = 1 * out.grad;
      other.grad = 1 * out.grad;
    };
    return out;
  }
  mul(other: Value): Value {
    const out = new Value(this.data * other.data, [this, other], '*');
    out.passOn = () => {
      this.grad = other.data * out.grad;
      other.grad = this.data * out.grad;
    };
    return out;
  }
  tanh(): Value {
    const t = Math.tanh(this.data);
    const out = new Value(t, [this], 'tanh');
    out.passOn = () => {
      this.grad = (1 - t ** 2) * out.grad;
    };
    return out;
  }
  named(label: string): this {
    this.label = label;
    return this;
  }
}

// The neuron of the third program, named piece by piece.
const x1 = new Value(2).named('x1');
const x2 = new Value(0).named('x2');
const w1 = new Value(-3).named('w1');
const w2 = new Value(1).named('w2');
const b = new Value(6.8813735870195432).named('b');
const x1w1 = x1.mul(w1).named('x1w1');
const x2w2 = x2.mul(w2).named('x2w2');
const both = x1w1.add(x2w2).named('x1w1 + x2w2');
const n = both.add(b).named('n');
const o = n.tanh().named('o');
const leaves = [x1, w1, x2, w2, b];
const grads = (): string =>
  leaves.map(({ label, grad }) => `${label} ${grad.toFixed(1)}`).join(', ');

/** Sets all gradients to zero, that of the result to one, and hands on in the given order. */
function passInOrder(order: readonly Value[]): string {
  for (const value of [...leaves, ...order]) value.grad = 0;
  o.grad = 1;
  for (const value of order) value.passOn();
  return grads();
}
console.log(`from o backwards: ${passInOrder([o, n, both, x1w1, x2w2])}`);
const picture = drawGraph(o);
console.log(await picture.save('runs/tour/21-handing-gradients-on.svg'));

// x1w1 hands on before anything has arrived: zero times the slope.
console.log(`x1w1 too early: ${passInOrder([o, n, x1w1, both, x2w2])}`);

// And the bug of "=": both operands are the same number, and the second use wipes out the first.
const a = new Value(3).named('a');
const twice = a.add(a).named('b');
twice.grad = 1;
twice.passOn();
console.log(`b = a + a, slope with "=": ${a.grad}`);
