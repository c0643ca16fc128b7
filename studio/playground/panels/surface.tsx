/** What a neuron says everywhere in the plane, as a picture; and points on top of it. */

import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isDark } from '../../design/theme.js';
import { useFrameEffect } from '../../design/use-frame-effect.js';
import type { PlayConfig, Point } from '../model/config.js';
import { gridSize, reach } from '../model/points.js';
import * as state from '../worker/state.js';
import { paintClasses, paintOne, type Squash } from './paint.js';
import { colourOf } from './point-colours.js';

/** Draws a picture of one neuron, or of all outputs together, into a canvas. */
function draw(
  canvas: HTMLCanvasElement | null,
  values: readonly Float32Array[],
  squash: Squash,
): void {
  const context = canvas?.getContext('2d');
  const [first] = values;
  if (!context || first === undefined) return;
  const image = context.createImageData(context.canvas.width, context.canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  if (values.length > 1) paintClasses(pixels, values);
  else paintOne(pixels, first, squash);
  context.putImageData(image, 0, 0);
}

/** A picture of one neuron, or of all outputs together. */
export function Surface(props: {
  values: readonly Float32Array[];
  squash: Squash;
  label: string;
}): JSX.Element {
  const { values, squash, label } = props;
  const ref = useRef<HTMLCanvasElement>(null);
  const size = Math.round(Math.sqrt(values[0]?.length ?? 1));
  // Before the browser paints, so that the picture is the one of this frame.
  useLayoutEffect(() => draw(ref.current, values, squash), [values, isDark.value]);
  return (
    <canvas ref={ref} class="surface" width={size} height={size} role="img" aria-label={label} />
  );
}

/**
 * The picture of all outputs, which follows the training by itself: a frame draws into the canvas,
 * and nothing of the page is looked at.
 */
export function LiveSurface({ squash, label }: { squash: Squash; label: string }): JSX.Element {
  const ref = useRef<HTMLCanvasElement>(null);
  useFrameEffect(() => {
    const frame = state.frame.value;
    // The colours of the theme are others when it changes.
    isDark.value;
    if (frame === null || ref.current === null) return;
    draw(ref.current, frame.surfaces.at(-1) ?? [], squash);
    ref.current.dataset.step = `${frame.measured.step}`;
  });
  return (
    <canvas
      ref={ref}
      class="surface"
      width={gridSize}
      height={gridSize}
      role="img"
      aria-label={label}
    />
  );
}

/** Where a point stands, in percent. */
function percent(value: number): string {
  return `${(50 * (1 + value / reach)).toFixed(2)}`;
}

/** The points; those that are judged by have a dark edge. */
export function Points(props: {
  train: readonly Point[];
  test: readonly Point[];
  showTest: boolean;
  config: PlayConfig;
}): JSX.Element {
  const { train, test, showTest, config } = props;
  const isOfDigits = config.data === 'digits';
  const numeral = ([x, y, label]: Point, i: number, name: string): JSX.Element => (
    <text
      key={i}
      class={name}
      x={percent(x)}
      y={percent(-y)}
      style={{ fill: colourOf(config, label) }}
    >
      {label}
    </text>
  );
  const circle = ([x, y, label]: Point, i: number, name: string): JSX.Element => (
    <circle
      key={i}
      class={name}
      cx={percent(x)}
      cy={percent(-y)}
      r={1.1}
      style={{ fill: colourOf(config, label) }}
    />
  );
  const dot = isOfDigits ? numeral : circle;
  return (
    <svg class="points" viewBox="0 0 100 100" aria-hidden="true">
      {train.map((point, i) => dot(point, i, 'train'))}
      {showTest && test.map((point, i) => dot(point, i, 'test'))}
    </svg>
  );
}
