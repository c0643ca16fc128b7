/**
 * Tour 22: the engine puts itself in order. A topological sort lists every number after all that it
 * was made of; walked from its end, nobody hands a gradient on before it is complete. With "+="
 * instead of "=" the engine is right. Run: npx tsx examples/tour/22-the-right-order.ts
 */

import { drawGraph } from 'chainrule/viz';

class Value {
  grad = 0;
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
      this.grad += out.grad;
      other.grad += out.grad;
    };
    return out;
  }
  mul(other: Value): Value {
    const out = new Value(this.data * other.data, [this, other], '*');
    out.passOn = () => {
      this.grad += other.data * out.grad;
      other.grad += this.data * out.grad;
    };
    return out;
  }
  named(label: string): this {
    this.label = label;
    return this;
  }
  backward(): void {
    this.grad = 1;
    for (const value of topologicalOrder(this).reverse()) value.passOn();
  }
}

/** Every number below `root`, each after its children. */
function topologicalOrder(root: Value): Value[] {
  const order: Value[] = [];
  const seen = new Set<Value>();
  const visit = (value: Value): void => {
    if (seen.has(value)) return;
    seen.add(value);
    for (const child of value.children) visit(child);
    order.push(value);
  };
  visit(root);
  return order;
}

/** f = (a b) (a + b): both inputs are used twice. */
function build(): { a: Value; b: Value; d: Value; e: Value; f: Value } {
  const a = new Value(-2).named('a');
  const b = new Value(3).named('b');
  const d = a.mul(b).named('d');
  const e = a.add(b).named('e');
  return { a, b, d, e, f: d.mul(e).named('f') };
}
const { a, b, f } = build();
console.log(
  `order: ${topologicalOrder(f)
    .map(({ label }) => label)
    .join(' ')}`,
);
f.backward();
console.log(`slopes of f: a ${a.grad}, b ${b.grad}`);
console.log(await drawGraph(f).save('runs/tour/22-the-right-order.svg'));

// By nudging: (f(a + h) - f(a)) / h.
const value = (p: number, q: number): number => p * q * (p + q);
const h = 1e-6;
const nudged = [(value(-2 + h, 3) - value(-2, 3)) / h, (value(-2, 3 + h) - value(-2, 3)) / h];
console.log(`by nudging:  a ${nudged[0]?.toFixed(3)}, b ${nudged[1]?.toFixed(3)}`);

// A wrong order: d hands on before f has given it anything.
const wrong = build();
wrong.f.grad = 1;
for (const one of [wrong.d, wrong.e, wrong.f]) one.passOn();
console.log(`from the inputs on: a ${wrong.a.grad}, b ${wrong.b.grad}`);

// Who adds up has to clear: a second walk adds to the first.
f.backward();
console.log(`a second backward() without clearing: a ${a.grad}`);
