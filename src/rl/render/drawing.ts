/**
 * `Drawing`: what an environment looks like, as shapes with places and colours. What is made of it
 * is beside: SVG in svg.ts, a canvas in canvas.ts, characters in braille.ts.
 */

/** What an environment shows: text for terminals, a picture as SVG. */
export type RenderMode = 'text' | 'svg';

/** A point, from the upper left corner. */
export type Point = readonly [x: number, y: number];

/** One shape; lengths are in units of the drawing, colours are CSS's. */
export type Shape =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill: string;
    }
  | {
      readonly kind: 'circle';
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly fill: string;
    }
  | {
      /** A line through points, with round ends. */
      readonly kind: 'path';
      readonly points: readonly Point[];
      readonly color: string;
      readonly width: number;
    }
  | {
      /** Text, centred at a point. */
      readonly kind: 'label';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
    };

/** Shapes on white, the later ones above the earlier ones. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** A rectangle. */
export function rect(x: number, y: number, width: number, height: number, fill: string): Shape {
  return { kind: 'rect', x, y, width, height, fill };
}

/** A circle around a point. */
export function circle(x: number, y: number, radius: number, fill: string): Shape {
  return { kind: 'circle', x, y, radius, fill };
}

/** A straight line with round ends. */
export function line(from: Point, to: Point, color: string, width: number): Shape {
  return { kind: 'path', points: [from, to], color, width };
}

/** A line through points. */
export function path(points: readonly Point[], color: string, width: number): Shape {
  return { kind: 'path', points, color, width };
}

/** Text, centred at a point. */
export function label(x: number, y: number, text: string, size: number): Shape {
  return { kind: 'label', x, y, text, size };
}

/** A whole drawing. */
export function drawing(width: number, height: number, shapes: readonly Shape[]): Drawing {
  return { width, height, shapes };
}
