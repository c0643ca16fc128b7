/** Drawings as SVG text. */

import * as signatures from '../../signatures/rl.js';
import type { Drawing, Shape } from './drawing.js';

/** Attributes by name. */
type Attributes = Readonly<Record<string, string | number>>;

function rounded(value: string | number): string | number {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}

/** `<name a="1"/>`, or around a content. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${rounded(value)}"`);
  return content === ''
    ? `<${name}${list.join('')}/>`
    : `<${name}${list.join('')}>${content}</${name}>`;
}

function shapeElement(shape: Shape): string {
  switch (shape.kind) {
    case 'rect': {
      const { kind, ...attributes } = shape;
      return element(kind, attributes);
    }
    case 'circle': {
      const { kind, x: cx, y: cy, radius: r, fill } = shape;
      return element(kind, { cx, cy, r, fill });
    }
    case 'path': {
      const points = shape.points.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join(' ');
      const line = { stroke: shape.color, 'stroke-width': shape.width, 'stroke-linecap': 'round' };
      return element('polyline', { points, fill: 'none', ...line });
    }
    case 'label': {
      const text = shape.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      const place = { x: shape.x, y: shape.y, 'text-anchor': 'middle' };
      const font = { 'dominant-baseline': 'central', 'font-size': shape.size };
      return element(
        'text',
        { ...place, ...font, 'font-family': 'sans-serif', fill: '#333' },
        text,
      );
    }
  }
}

/**
 * The drawing as one SVG element.
 *
 * @example
 * const env = new CartPole();
 * env.reset({ seed: 0 });
 * console.log(toSvg(env.draw()).startsWith('<svg')); // true
 */
export function toSvg(drawing: Drawing): string {
  signatures.toSvg.check(arguments);
  const { width, height, shapes } = drawing;
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}` };
  const paper = element('rect', { x: 0, y: 0, width, height, fill: '#fff' });
  const content = paper + shapes.map(shapeElement).join('');
  return element('svg', { ...attributes, width, height }, content);
}
