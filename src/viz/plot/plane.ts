/** A plane seen from above: an image that fills the plot, and lines on it at their coordinates. */

import type { VegaLiteSpec } from '../picture.js';
import { PLOT_WIDTH } from './chart.js';
import type { Point } from './contour.js';

/** Height of the plot in pixels. */
const HEIGHT = 420;

/** What a plane shows. */
export interface Plane {
  /** The image, as an address. */
  readonly url: string;
  readonly lines: readonly (readonly Point[])[];
  /** Look of the lines. */
  readonly stroke: VegaLiteSpec;
  readonly x: PlaneAxis;
  readonly y: PlaneAxis;
  /** Marks on top; their encodings use `axisX` and `axisY`. */
  readonly marks: (axisX: VegaLiteSpec, axisY: VegaLiteSpec) => VegaLiteSpec;
}

/** One side of the plane. */
export interface PlaneAxis {
  readonly title: string;
  readonly domain: readonly [from: number, to: number];
}

function channelOf({ title, domain }: PlaneAxis): VegaLiteSpec {
  return {
    type: 'quantitative',
    title,
    scale: { domain, nice: false, zero: false },
    axis: { grid: false, tickCount: 8 },
  };
}

/** The body of the specification. */
export function planeSpec({ url, lines, stroke, x, y, marks }: Plane): VegaLiteSpec {
  const [axisX, axisY] = [channelOf(x), channelOf(y)];
  const image = {
    data: { values: [{ url }] },
    mark: { type: 'image', width: PLOT_WIDTH, height: HEIGHT, aspect: false },
    encoding: {
      url: { field: 'url' },
      x: { value: PLOT_WIDTH / 2 },
      y: { value: HEIGHT / 2 },
    },
  };
  // One mark for all lines, which a missing place takes apart: a mark each is ten times the bytes.
  const outlines = {
    data: { values: lines.flatMap((line) => [...line, { x: null, y: null }]) },
    mark: { type: 'line', aria: false, ...stroke },
    encoding: {
      x: { field: 'x', ...axisX },
      y: { field: 'y', ...axisY },
      order: { value: null },
    },
  };
  return { width: PLOT_WIDTH, height: HEIGHT, layer: [image, outlines, marks(axisX, axisY)] };
}
