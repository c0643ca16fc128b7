/**
 * Tour 20: the first two steps towards an engine of one's own. A number in a box, with operations
 * that make new boxes; then the box remembers what it was made of.
 * Run: npx tsx examples/tour/20-a-number-that-remembers.ts
 */

import { drawGraph } from 'chainrule/viz';

/** Step one: a number in a box, and two operations that make new boxes. */
class Box {
  constructor(readonly data: number) {}
  add(other: Box): Box {
    return new Box(this.data + other.data);
  }
  mul(other: Box): Box {
    return new Box(this.data * other.data);
  }
}
const four = new Box(2).mul(new Box(-3)).add(new Box(10));
console.log(`a box: ${JSON.stringify(four)}`);

/** Step two: the box also keeps its operands (its children) and the name of the operation. */
class Value {
  grad = 0;
  constructor(
    public data: number,
    readonly children: readonly Value[] = [],
    readonly op = '',
    public label = '',
  ) {}
  add(other: Value): Value {
    return new Value(this.data + other.data, [this, other], '+');
  }
  mul(other: Value): Value {
    return new Value(this.data * other.data, [this, other], '*');
  }
  named(label: string): this {
    this.label = label;
    return this;
  }
  toString(): string {
    return `Value(data=${this.data})`;
  }
}
const a = new Value(2).named('a');
const b = new Value(-3).named('b');
const c = new Value(10).named('c');
const d = a.mul(b).named('e').add(c).named('d');
console.log(`${d} was made by ${d.op} of ${d.children.join(' and ')}`);

// Why not a * b + c? JavaScript multiplies numbers only. It turns a box into a number first, and
// whatever that gives, the memory is gone.
const product = Number(a.data) * Number(b.data);
console.log(`a * b in JavaScript: ${product}, of type ${typeof product}`);

// A template string is different: a function in front of it gets the texts and the values apart.
const parts = (texts: TemplateStringsArray, ...values: Value[]): string =>
  `texts ${JSON.stringify(texts)}, values ${values.map(({ label }) => label).join(' ')}`;
console.log(parts`${a} * ${b} + ${c}`);

console.log(await drawGraph(d).save('runs/tour/20-a-number-that-remembers.svg'));
