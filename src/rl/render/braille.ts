/**
 * Drawings as characters, for terminals: each stands for two by four dots. Source: the block of
 * Braille patterns, https://www.unicode.org/charts/PDF/U2800.pdf
 */

import * as signatures from '../../signatures/rl.js';
import type { Drawing, Point, Shape } from './drawing.js';

/** The bit of a dot in its character, by row and column. */
const bits: readonly number[] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

/** A dot is about as wide as high in most fonts: a character is twice as high as wide. */
const dotsAcross = 2;
const dotsDown = 4;

function distanceTo([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((x - x1) * dx + (y - y1) * dy) / length;
  const t = Math.min(1, Math.max(0, share));
  return Math.hypot(x - x1 - t * dx, y - y1 - t * dy);
}

/** Whether a shape covers a point; nothing is thinner than a dot. */
function covers(shape: Shape, [x, y]: Point, dot: number): boolean {
  switch (shape.kind) {
    case 'rect': {
      const [left, top] = [x - shape.x, y - shape.y];
      return left >= 0 && left < shape.width && top >= 0 && top < shape.height;
    }
    case 'circle':
      return Math.hypot(x - shape.x, y - shape.y) <= Math.max(dot / 2, shape.radius);
    case 'path': {
      const reach = Math.max(dot, shape.width) / 2;
      return shape.points.some((to, i) => {
        const from = shape.points[i - 1];
        return from !== undefined && distanceTo([x, y], from, to) <= reach;
      });
    }
    case 'label':
      return false;
  }
}

/**
 * The drawing in lines of `columns` characters; labels are left out.
 *
 * @example
 * const env = new CartPole();
 * env.reset({ seed: 0 });
 * console.log(toBraille(env.draw(), 40).split('\n')[0]?.length); // 40
 */
export function toBraille(drawing: Drawing, columns: number): string {
  signatures.toBraille.check(arguments);
  const { width, height, shapes } = drawing;
  const dot = width / (columns * dotsAcross);
  const rows = Math.ceil(height / (dot * dotsDown));
  const isSet = (column: number, row: number): boolean => {
    const point: Point = [(column + 0.5) * dot, (row + 0.5) * dot];
    return shapes.some((shape) => covers(shape, point, dot));
  };
  const character = (row: number, column: number): string => {
    const code = bits.reduce((sum, bit, i) => {
      const [across, down] = [i % dotsAcross, Math.floor(i / dotsAcross)];
      return isSet(column * dotsAcross + across, row * dotsDown + down) ? sum + bit : sum;
    }, 0x2800);
    return String.fromCharCode(code);
  };
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => character(row, column)).join(''),
  );
  return lines.join('\n');
}
