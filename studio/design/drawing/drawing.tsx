/** A square to draw into, by pointer or by keys, and beside it what the model is shown. */

import './drawing.css';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { PictureView } from '../picture-view.js';
import { inkOf, trace } from './ink.js';
import { type Pen, type Point, usePen } from './use-pen.js';

const pixels = 448;

function paint(canvas: HTMLCanvasElement, { strokes, place, isDown }: Pen): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.clearRect(0, 0, pixels, pixels);
  const style = getComputedStyle(canvas);
  context.strokeStyle = style.color;
  trace(context, strokes, pixels);
  if (place === null) return;
  context.fillStyle = style.getPropertyValue(isDown ? '--negative' : '--positive');
  context.beginPath();
  context.arc(pixels * place[0], pixels * place[1], 12, 0, 7);
  context.fill();
}

function placeOf(event: PointerEvent, element: HTMLElement): Point {
  const box = element.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  return [x / box.width, y / box.height];
}

function Seen({ side, pen }: { side: number; pen: Pen }): JSX.Element {
  const ink = inkOf(pen.strokes, side);
  if (ink.length === 0) {
    return (
      <p class="seen quiet-text small">
        Draw into the square. With keys: the arrows move the pen, space puts it down and lifts it.
      </p>
    );
  }
  return (
    <div class="seen">
      <PictureView picture={{ width: side, values: ink }} label="What the model is shown" />
      <p class="quiet-text small">
        What the model is shown: {side} × {side} pixels, moved and scaled as in its data.
      </p>
      <button type="button" onClick={pen.wipe}>
        Wipe off
      </button>
    </div>
  );
}

/** The drawing; `onInk` hears of each change, with no ink when it was wiped off. */
export function Drawing(props: {
  side: number;
  onInk: (ink: readonly number[]) => void;
}): JSX.Element {
  const { side, onInk } = props;
  const ref = useRef<HTMLCanvasElement>(null);
  const pen = usePen((strokes) => onInk(inkOf(strokes, side)));
  useLayoutEffect(() => {
    if (ref.current !== null) paint(ref.current, pen);
  });
  return (
    <div class="drawing">
      <div
        class="paper"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is drawn on by keys, too
        tabIndex={0}
        role="application"
        aria-label="Draw here. The arrows move the pen, space puts it down and lifts it"
        onKeyDown={pen.press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pen.begin(placeOf(event, event.currentTarget));
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) pen.go(placeOf(event, event.currentTarget));
        }}
      >
        <canvas ref={ref} width={pixels} height={pixels} />
      </div>
      <Seen side={side} pen={pen} />
    </div>
  );
}
