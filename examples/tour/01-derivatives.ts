/**
 * Tour 1: a derivative is what you find by nudging. Change an input a little, look how much the
 * result changes, and divide. Run: npx tsx examples/tour/01-derivatives.ts
 */

import { plotFunction } from 'chainrule/viz';

const f = (x: number): number => 3 * x ** 2 - 4 * x + 5;
console.log(`f(3) = ${f(3)}`);

/** Rise over run: the slope of a function at x, by a nudge of h. */
const slope = (g: (x: number) => number, x: number, h = 1e-6): number => (g(x + h) - g(x)) / h;

// On the right the parabola rises, on the left it falls, and at 2/3 a nudge changes nothing.
console.log(`slope at 3: ${slope(f, 3).toFixed(4)}`);
console.log(`slope at -3: ${slope(f, -3).toFixed(4)}`);
console.log(`slope at 2/3: ${slope(f, 2 / 3).toFixed(4)}`);

// A smaller nudge is closer to the truth, 14, until the computer runs out of digits.
for (const h of [1e-1, 1e-3, 1e-6, 1e-10, 1e-14, 1e-18]) {
  console.log(`slope at 3 with h = ${h}: ${slope(f, 3, h)}`);
}

// Of several inputs, each has a slope of its own: nudge one and hold the others.
const d = (a: number, b: number, c: number): number => a * b + c;
const [a, b, c] = [2, -3, 10];
console.log(`d = ${d(a, b, c)}`);
console.log(`d after a nudge of a = ${d(a + 1e-4, b, c).toFixed(4)}`);
console.log(`slope of a: ${slope((x) => d(x, b, c), a).toFixed(4)}`);
console.log(`slope of b: ${slope((x) => d(a, x, c), b).toFixed(4)}`);
console.log(`slope of c: ${slope((x) => d(a, b, x), c).toFixed(4)}`);

// The slope at 3, drawn: the line that touches the parabola there and rises by 14 per step.
const tangent = (x: number): number => f(3) + slope(f, 3) * (x - 3);
const picture = plotFunction({ 'f(x)': f, 'slope at 3': tangent }, { domain: [-3, 5] });
console.log(await picture.save('runs/tour/01-derivatives.svg'));
