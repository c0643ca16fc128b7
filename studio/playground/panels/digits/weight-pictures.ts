/** The weights of a neuron that sees pixels, as a picture of them. */

import { digitSide } from '../../model/config.js';
import { gridSize } from '../../model/points.js';
import type { Frame } from '../../worker/messages.js';

const pixels = digitSide * digitSide;

/** The weights of a neuron of the first layer, pixel by pixel, on a scale from -1 to 1. */
export function weightsOf({ weights }: Frame, neuron: number): Float32Array {
  const all = weights[0]?.weight ?? new Float32Array(0);
  const own = all.subarray(neuron * pixels, (neuron + 1) * pixels);
  // Of all neurons, so that one that looks at little is pale beside the others.
  const most = all.reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
  return own.map((value) => value / most);
}

/** A picture as large as a surface. */
export function enlarged(values: Float32Array): Float32Array {
  const large = new Float32Array(gridSize * gridSize);
  const scale = digitSide / gridSize;
  for (let i = 0; i < large.length; i++) {
    const row = Math.floor(Math.floor(i / gridSize) * scale);
    const column = Math.floor((i % gridSize) * scale);
    large[i] = values[row * digitSide + column] ?? 0;
  }
  return large;
}
