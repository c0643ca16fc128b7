/** Drawings on a canvas, in a page or in any library with a canvas of the same methods. */

import * as signatures from '../../signatures/rl.js';
import type { Drawing, Shape } from './drawing.js';

/** What `paint` needs of a `CanvasRenderingContext2D`. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'lineCap'
  | 'lineJoin'
  | 'lineTo'
  | 'lineWidth'
  | 'moveTo'
  | 'restore'
  | 'save'
  | 'scale'
  | 'stroke'
  | 'strokeStyle'
  | 'textAlign'
  | 'textBaseline'
>;

function paintShape(shape: Shape, brush: Brush): void {
  switch (shape.kind) {
    case 'rect':
      brush.fillStyle = shape.fill;
      brush.fillRect(shape.x, shape.y, shape.width, shape.height);
      return;
    case 'circle':
      brush.fillStyle = shape.fill;
      brush.beginPath();
      brush.arc(shape.x, shape.y, shape.radius, 0, 2 * Math.PI);
      brush.fill();
      return;
    case 'path':
      brush.strokeStyle = shape.color;
      brush.lineWidth = shape.width;
      brush.beginPath();
      shape.points.forEach(([x, y], i) => {
        if (i === 0) brush.moveTo(x, y);
        else brush.lineTo(x, y);
      });
      brush.stroke();
      return;
    case 'label':
      brush.fillStyle = '#333';
      brush.font = `${shape.size}px sans-serif`;
      brush.fillText(shape.text, shape.x, shape.y);
  }
}

/**
 * Paints a drawing, from the upper left corner of a canvas, over what is there.
 * @param scale pixels per unit of the drawing, 1 by default.
 * @example
 * const canvas = document.querySelector('canvas');
 * paint(env.draw(), canvas.getContext('2d'), 0.5);
 */
export function paint(drawing: Drawing, brush: Brush, scale = 1): void {
  signatures.paint.check(arguments);
  const { width, height, shapes } = drawing;
  brush.save();
  brush.scale(scale, scale);
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, width, height);
  brush.lineCap = 'round';
  brush.lineJoin = 'round';
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  for (const shape of shapes) paintShape(shape, brush);
  brush.restore();
}
