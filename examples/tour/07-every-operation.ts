/**
 * Tour 7: an expression without meaning that uses every operation once, and its three famous
 * numbers: the result, and how much each input matters to it. Run: npx tsx
 * examples/tour/07-every-operation.ts
 */

import { add, div, mul, Value } from 'chainrule/scalar';
import { drawGraph } from 'chainrule/viz';

const a = new Value(-4).named('a');
const b = new Value(2).named('b');
let c = a.add(b);
let d = a.mul(b).add(b.pow(3));
c = c.add(c.add(1));
c = c.add(add(1, c).add(a.neg()));
d = d.add(d.mul(2).add(b.add(a).relu()));
d = d.add(mul(3, d).add(b.sub(a).relu()));
const e = c.sub(d);
const f = e.pow(2);
let g = f.div(2);
g = g.add(div(10, f)).named('g');
console.log(`${g.data.toFixed(4)}`);
g.backward();
console.log(`${a.grad.toFixed(4)}`);
console.log(`${b.grad.toFixed(4)}`);

// What the second number says: nudge a, and g grows 138.8338 times as much.
console.log(`all digits: ${g.data} ${a.grad} ${b.grad}`);
console.log(await drawGraph(g, { direction: 'right' }).save('runs/tour/07-every-operation.svg'));
