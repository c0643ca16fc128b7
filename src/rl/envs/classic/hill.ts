/** The valley that both mountain cars drive in: its form, and how it is drawn. */

import { circle, type Drawing, drawing, line, path } from '../../render/drawing.js';
import { signed, track } from '../../render/text.js';

/** Where the valley begins and ends. */
export const minPosition = -1.2;
export const maxPosition = 0.6;

function height(position: number): number {
  return Math.sin(3 * position) * 0.45 + 0.55;
}

/** The car on a line, in characters. */
export function hillText(position: number): string {
  return `${track(position, minPosition, maxPosition, 'o')}  position ${signed(position)}`;
}

/** The car on its hill, and the flag at the goal. */
export function drawHill(position: number, goal: number): Drawing {
  const place = (x: number): [number, number] => [
    ((x - minPosition) / (maxPosition - minPosition)) * 600,
    300 - height(x) * 240,
  ];
  const steps = Array.from({ length: 61 }, (_, i) => minPosition + (i * 1.8) / 60);
  const [x, y] = place(position);
  const [flagX, flagY] = place(goal);
  return drawing(600, 320, [
    path(steps.map(place), '#888', 3),
    line([flagX, flagY], [flagX, flagY - 40], '#333', 2),
    line([flagX, flagY - 36], [flagX + 22, flagY - 30], '#d62728', 8),
    circle(x, y - 10, 10, '#4c78a8'),
  ]);
}
