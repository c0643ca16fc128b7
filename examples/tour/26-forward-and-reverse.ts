/**
 * Tour 26: two directions of differentiation, counted. Forward mode carries one slope along with
 * each number, and has to run once for each input; reverse mode runs once for each output.
 * Run: npx tsx examples/tour/26-forward-and-reverse.ts
 */

import { jvp, tensor } from 'chainrule';
import { Value } from 'chainrule/scalar';
import { plotFunction } from 'chainrule/viz';

let operations = 0;

/** A number with its slope in one chosen direction: a dual number. Each operation does both. */
class Dual {
  constructor(
    readonly data: number,
    readonly slope = 0,
  ) {}
  add(other: Dual): Dual {
    operations += 2;
    return new Dual(this.data + other.data, this.slope + other.slope);
  }
  mul(other: Dual): Dual {
    operations += 4;
    return new Dual(this.data * other.data, this.slope * other.data + this.data * other.slope);
  }
  sin(): Dual {
    operations += 3;
    return new Dual(Math.sin(this.data), Math.cos(this.data) * this.slope);
  }
}

// z = x1 x2 + sin(x1) at 2 and 5. The direction (1, 0) asks for the slope of x1.
const z = (x1: Dual, x2: Dual): Dual => x1.mul(x2).add(x1.sin());
console.log(`forward, x1: ${z(new Dual(2, 1), new Dual(5)).slope.toFixed(4)}`);
console.log(`forward, x2: ${z(new Dual(2), new Dual(5, 1)).slope.toFixed(4)}`);

// The library's forward mode is `jvp`: the value, and its slope along a direction.
const double = { dtype: 'float64' } as const;
const [, along] = jvp(
  (x) => x.at(0).mul(x.at(1)).add(x.at(0).sin()),
  [tensor([2, 5], double)],
  [tensor([1, 0], double)],
);
console.log(`jvp, x1: ${along.item().toFixed(4)}`);

/** x1^2 + x2^2 + ...: many inputs, one output, as a loss is. Operations for all slopes. */
function forwardCost(inputs: number): number {
  operations = 0;
  for (let chosen = 0; chosen < inputs; chosen++) {
    let sum = new Dual(0);
    for (let i = 0; i < inputs; i++) {
      const x = new Dual(i, i === chosen ? 1 : 0);
      sum = sum.add(x.mul(x));
    }
  }
  return operations;
}

/** The same by one walk back: an operation for each number, two for each edge of the graph. */
function reverseCost(inputs: number): number {
  const leaves = Array.from({ length: inputs }, (_, i) => new Value(i));
  const sum = leaves.reduce((total, x) => total.add(x.mul(x)), new Value(0));
  const seen = new Set<Value>([sum]);
  let count = 0;
  for (const value of seen) {
    if (value.children.length > 0) count += 1;
    count += 2 * value.children.length;
    for (const child of value.children) seen.add(child);
  }
  return count;
}
for (const inputs of [1, 10, 100, 1000]) {
  console.log(`${inputs} inputs: forward ${forwardCost(inputs)}, reverse ${reverseCost(inputs)}`);
}

// The other way round, one input and many outputs, forward mode wins: one run gives them all.
const curves = {
  'forward mode': (x: number) => 6 * x * x,
  'reverse mode': (x: number) => 10 * x,
};
const picture = plotFunction(curves, {
  domain: [0, 30],
  xLabel: 'inputs',
  yLabel: 'operations for all slopes',
});
console.log(await picture.save('runs/tour/26-forward-and-reverse.svg'));
