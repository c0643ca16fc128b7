/**
 * Tour 4: the bug in the first version of backpropagation. A number that is used twice has two
 * influences, and they add up; a backward pass that sets gradients instead of adding to them
 * forgets all but the last. Run: npx tsx examples/tour/04-accumulation.ts
 */

import { Value } from 'chainrule/scalar';
import { drawGraph } from 'chainrule/viz';

/** The mistake: children are visited from the result down, and each gradient is overwritten. */
function backwardThatForgets(result: Value): void {
  result.grad = 1;
  const rest = [result];
  for (let value = rest.shift(); value !== undefined; value = rest.shift()) {
    for (const [i, child] of value.children.entries()) {
      child.grad = (value.slopes[i] ?? 0) * value.grad;
      rest.push(child);
    }
  }
}

const a = new Value(3).named('a');
const twice = a.add(a).named('b');
backwardThatForgets(twice);
console.log(`b = a + a: forgetting gives ${a.grad}`);
a.zeroGrad();
twice.backward();
console.log(`b = a + a: adding up gives ${a.grad}`);

// The same with two paths of which one is a product.
const p = new Value(-2).named('a');
const q = new Value(3).named('b');
const d = p.mul(q).named('d');
const e = p.add(q).named('e');
const f = d.mul(e).named('f');
backwardThatForgets(f);
console.log(`f = (a * b) * (a + b): forgetting gives ${p.grad} and ${q.grad}`);
for (const value of [p, q]) value.zeroGrad();
f.backward();
console.log(`f = (a * b) * (a + b): adding up gives ${p.grad} and ${q.grad}`);

// Order matters, too: a number may pass its gradient on only when all of its uses have sent theirs.
const x = new Value(1).named('x');
const b = x.add(x).named('b');
const c = b.add(b).named('c');
c.backward();
console.log(`b = x + x, c = b + b: ${x.grad}`);

console.log(await drawGraph(f).save('runs/tour/04-accumulation.svg'));
