/**
 * What the neurons of one layer say everywhere in the plane, on one canvas: a browser puts each
 * canvas together with the page at each frame, and that costs more than to draw it.
 */

import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { isDark } from '../../../design/theme.js';
import { useFrameEffect } from '../../../design/use-frame-effect.js';
import { gridSize } from '../../model/points.js';
import * as state from '../../worker/state.js';
import { enlarged, weightsOf } from '../digits/weight-pictures.js';
import { paintOne } from '../paint.js';

/** The squares of a surface that its round corners leave out. */
const corners: readonly number[] = Array.from({ length: gridSize * gridSize }, (_, i) => i).filter(
  (i) => {
    const radius = gridSize / 6;
    const inside = (at: number): number =>
      Math.max(0, radius - Math.min(at + 0.5, gridSize - at - 0.5));
    return Math.hypot(inside(i % gridSize), inside(Math.floor(i / gridSize))) > radius;
  },
);

function squash(value: number): number {
  const { activation } = state.config.value;
  if (activation === 'sigmoid') return 2 * value - 1;
  return activation === 'tanh' ? value : Math.tanh(value);
}

function asItIs(value: number): number {
  return value;
}

/** The pictures of a layer of `size` neurons, `gap` of their height apart. */
export function ColumnSurfaces(props: {
  layer: number;
  size: number;
  gap: number;
  style: Readonly<Record<string, string>>;
}): JSX.Element {
  const { layer, size, gap, style } = props;
  const ref = useRef<HTMLCanvasElement>(null);
  const image = useRef<ImageData>(null);
  const pitch = Math.round(gridSize * (1 + gap));
  useFrameEffect(() => {
    const frame = state.neuronFrame.value;
    const surfaces = frame?.surfaces[layer] ?? [];
    // A neuron that sees pixels is drawn as what it looks for.
    const isOfPixels = layer === 0 && state.config.value.data === 'digits';
    // The colours of the theme are others when it changes.
    isDark.value;
    const context = ref.current?.getContext('2d');
    if (!context) return;
    image.current ??= new ImageData(gridSize, gridSize);
    const pixels = new Uint32Array(image.current.data.buffer);
    for (const [i, values] of surfaces.entries()) {
      if (isOfPixels && frame !== null) paintOne(pixels, enlarged(weightsOf(frame, i)), asItIs);
      else paintOne(pixels, values, squash);
      for (const corner of corners) pixels[corner] = 0;
      context.putImageData(image.current, 0, i * pitch);
    }
  });
  return (
    <canvas
      ref={ref}
      class="column-surfaces"
      width={gridSize}
      height={(size - 1) * pitch + gridSize}
      style={style}
      role="img"
      aria-label={`What the neurons of layer ${layer + 1} say`}
    />
  );
}
