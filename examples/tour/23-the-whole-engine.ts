/**
 * Tour 23: the whole engine. Numbers on either side, every operation of the lecture, and slopes
 * stored as numbers instead of closures: this is `src/scalar/value.ts`, and it gives the same
 * digits. Run: npx tsx examples/tour/23-the-whole-engine.ts
 */

import { math } from 'chainrule';
import * as library from 'chainrule/scalar';
import { drawGraph } from 'chainrule/viz';

class Value {
  grad = 0;
  label = '';
  constructor(
    public data: number,
    readonly op = '',
    readonly children: readonly Value[] = [],
    /** d(this) / d(child), one for each child. */
    readonly slopes: readonly number[] = [],
  ) {}
  add(other: Value | number): Value {
    const b = toValue(other);
    return new Value(this.data + b.data, '+', [this, b], [1, 1]);
  }
  mul(other: Value | number): Value {
    const b = toValue(other);
    return new Value(this.data * b.data, '*', [this, b], [b.data, this.data]);
  }
  pow(exponent: number): Value {
    const slope = exponent * this.data ** (exponent - 1);
    return new Value(this.data ** exponent, `**${exponent}`, [this], [slope]);
  }
  exp(): Value {
    const y = Math.exp(this.data);
    return new Value(y, 'exp', [this], [y]);
  }
  tanh(): Value {
    const y = Math.tanh(this.data);
    return new Value(y, 'tanh', [this], [1 - y * y]);
  }
  relu(): Value {
    return new Value(Math.max(0, this.data), 'relu', [this], [this.data > 0 ? 1 : 0]);
  }
  // The rest is made of these.
  neg(): Value {
    return this.mul(-1);
  }
  sub(other: Value | number): Value {
    return this.add(toValue(other).neg());
  }
  div(other: Value | number): Value {
    return this.mul(toValue(other).pow(-1));
  }
  backward(): void {
    const order = topologicalOrder(this);
    for (const value of order) if (value.children.length > 0) value.grad = 0;
    this.grad += 1;
    for (const value of order.reverse()) {
      value.children.forEach((child, i) => {
        child.grad += (value.slopes[i] ?? 0) * value.grad;
      });
    }
  }
}
const toValue = (x: Value | number): Value => (x instanceof Value ? x : new Value(x));

/** Each number after its children, with a list of our own instead of recursion: any depth. */
function topologicalOrder(root: Value): Value[] {
  const order: Value[] = [];
  const seen = new Set([root]);
  const stack = [{ value: root, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = top.value.children[top.next++];
    if (child === undefined) {
      order.push(top.value);
      stack.pop();
    } else if (!seen.has(child)) {
      seen.add(child);
      stack.push({ value: child, next: 0 });
    }
  }
  return order;
}

/** The lecture's expression that uses everything, with any engine. */
function everything(make: (x: number) => Value): { a: Value; b: Value; g: Value } {
  const [a, b] = [make(-4), make(2)];
  let c = a.add(b);
  let d = a.mul(b).add(b.pow(3));
  c = c.add(c.add(1));
  c = c.add(make(1).add(c).add(a.neg()));
  d = d.add(d.mul(2).add(b.add(a).relu()));
  d = d.add(d.mul(3).add(b.sub(a).relu()));
  const f = c.sub(d).pow(2);
  return { a, b, g: f.div(2).add(make(10).div(f)) };
}
const ours = everything((x) => new Value(x));
ours.g.backward();
const digits = [ours.g.data, ours.a.grad, ours.b.grad];
console.log(`ours: ${digits.map((x) => x.toFixed(4)).join(' ')}`);

// The library's engine in the same function. TypeScript compares the forms of the two classes.
const theirs = everything((x) => new library.Value(x) as unknown as Value);
theirs.g.backward();
const others = [theirs.g.data, theirs.a.grad, theirs.b.grad];
console.log(`chainrule/scalar: ${others.map((x) => x.toFixed(4)).join(' ')}`);
const apart = Math.max(...digits.map((x, i) => Math.abs(x - (others[i] ?? 0))));
console.log(`the same to 12 digits: ${apart < 1e-9}`);

// Deep is no problem: a sum of 100,000 terms, each made from the last.
const one = new Value(1);
let sum = one;
for (let i = 1; i < 100_000; i++) sum = sum.add(one);
sum.backward();
console.log(`a chain of 100000: ${sum.data}, slope ${one.grad}`);

// Where method calls hide a formula, the library's `math` reads the formula and makes the calls.
const [p, q] = [new library.Value(2), new library.Value(-3)];
const formula = math`${p} * ${q} + 10`;
console.log(`math: ${formula.data}, made by ${formula.op}`);

const small = new Value(2).mul(3).sub(1).tanh();
small.backward();
console.log(await drawGraph(small).save('runs/tour/23-the-whole-engine.svg'));
