/**
 * Tour 31: why inputs are scaled, seen from above. The loss over weight and bias is a long narrow
 * valley when readings are around 50, and a round bowl when they are scaled; and momentum is a ball
 * that rolls along a valley. Run: npx tsx examples/tour/31-valleys.ts
 */

import { plotLandscape } from 'chainrule/viz';

const celsius = [0.5, 14, 15, 28, 11, 8, 3, -4, 6, 13, 21];
const readings = [35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4];
const mean = (list: readonly number[]): number =>
  list.reduce((sum, each) => sum + each, 0) / list.length;
const middle = mean(readings);
const deviation = Math.sqrt(mean(readings.map((x) => (x - middle) ** 2)));
const scaled = readings.map((x) => (x - middle) / deviation);
console.log(`readings: mean ${middle.toFixed(1)}, deviation ${deviation.toFixed(1)}`);

const lossOf =
  (xs: readonly number[]) =>
  (w: number, b: number): number =>
    mean(xs.map((x, i) => (w * x + b - (celsius[i] ?? 0)) ** 2));

/** The slopes of the loss for w and b. */
function slopes(xs: readonly number[], w: number, b: number): [number, number] {
  const errors = xs.map((x, i) => w * x + b - (celsius[i] ?? 0));
  return [2 * mean(errors.map((error, i) => error * (xs[i] ?? 0))), 2 * mean(errors)];
}

/** Descent with a rate, and a share of the last step that is kept. */
function descend(
  xs: readonly number[],
  [w0, b0]: readonly [number, number],
  { rate, keep = 0, steps }: { rate: number; keep?: number; steps: number },
): [number, number][] {
  const path: [number, number][] = [[w0, b0]];
  let [dw, db] = [0, 0];
  for (let step = 0; step < steps; step++) {
    const [w, b] = path.at(-1) ?? [0, 0];
    const [sw, sb] = slopes(xs, w, b);
    [dw, db] = [keep * dw - rate * sw, keep * db - rate * sb];
    path.push([w + dw, b + db]);
  }
  return path;
}

// As they are: how steep is the valley across (the weight), how steep along (the bias)?
const curvature = [2 * mean(readings.map((x) => x * x)), 2];
console.log(
  `steepness of w and b, as they are: ${curvature.map((c) => c.toFixed(0)).join(' and ')}`,
);
console.log('steepness of w and b, scaled: 2 and 2');

const careful = descend(readings, [0.7, 5], { rate: 1e-4, steps: 400 });
const bold = descend(readings, [0.7, 5], { rate: 3e-4, steps: 40 });
const narrow = plotLandscape(lossOf(readings), {
  x: [-0.4, 1.2],
  y: [-25, 10],
  xLabel: 'w',
  yLabel: 'b',
  walks: { 'rate 0.0001': careful, 'rate 0.0003': bold },
});
console.log(
  `as they are, 400 steps: b went from 5 to ${careful.at(-1)?.[1].toFixed(2)}, wants -17.30`,
);
console.log(await narrow.save('runs/tour/31-narrow.svg'));

const round = descend(scaled, [0.9, 5], { rate: 0.3, steps: 10 });
const bowl = plotLandscape(lossOf(scaled), {
  x: [-2, 20],
  y: [-2, 22],
  xLabel: 'w',
  yLabel: 'b',
  walks: { 'rate 0.3': round },
});
console.log(`scaled, 10 steps: loss ${lossOf(scaled)(...(round.at(-1) ?? [0, 0])).toFixed(2)}`);
console.log(await bowl.save('runs/tour/31-round.svg'));

// A valley that is 30 times steeper across than along, and a ball in it.
const valley = (x: number, y: number): number => 0.5 * x * x + 15 * y * y;
function roll(keep: number): [number, number][] {
  const path: [number, number][] = [[-9, 0.9]];
  let [dx, dy] = [0, 0];
  for (let step = 0; step < 30; step++) {
    const [x, y] = path.at(-1) ?? [0, 0];
    [dx, dy] = [keep * dx - 0.05 * x, keep * dy - 0.05 * 30 * y];
    path.push([x + dx, y + dy]);
  }
  return path;
}
const walks = { 'without momentum': roll(0), 'momentum 0.8': roll(0.8) };
for (const [name, path] of Object.entries(walks)) {
  console.log(
    `${name}: after 30 steps ${Math.abs(path.at(-1)?.[0] ?? 0).toFixed(2)} from the bottom`,
  );
}
const ball = plotLandscape(valley, { x: [-10, 4], y: [-1.2, 1.2], walks });
console.log(await ball.save('runs/tour/31-ball.svg'));
