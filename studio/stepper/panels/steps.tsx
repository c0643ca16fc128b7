/** The walk through an expression or a layer: forward, then backward, one step at a time. */

import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { IconButton } from '../../design/controls.js';
import * as layer from '../layer/state.js';
import * as state from '../tape/state.js';

const playEvery = 700;

/** Where a walk stands. */
export interface Walk {
  readonly position: number;
  readonly all: number;
  /** Steps of `all` that are forward. */
  readonly forward: number;
  readonly goTo: (step: number) => void;
}

/** The walk that the page shows. */
export function walkOf(): Walk {
  if (layer.isOpen.value) {
    const { position, order, forwardSteps, goTo } = layer;
    return { position: position.value, all: order.length, forward: forwardSteps, goTo };
  }
  const { position, allSteps, forwardSteps, goTo } = state;
  return { position: position.value, all: allSteps.value, forward: forwardSteps.value, goTo };
}

function where({ position, all, forward }: Walk): string {
  if (position === 0) return 'start';
  if (position <= forward) return `forward ${position} of ${forward}`;
  return `backward ${position - forward} of ${all - forward}`;
}

/** Buttons, and a line to go to any step. */
export function Steps(): JSX.Element {
  const walk = walkOf();
  const { position, all, forward } = walk;
  const isPlaying = useSignal(false);
  useSignalEffect(() => {
    if (!isPlaying.value) return;
    const timer = setInterval(() => {
      const now = walkOf();
      if (now.position >= now.all) isPlaying.value = false;
      else now.goTo(now.position + 1);
    }, playEvery);
    return () => clearInterval(timer);
  });
  const atEnd = position >= all;
  const play = (): void => {
    if (atEnd) walk.goTo(0);
    isPlaying.value = !isPlaying.value;
  };
  return (
    <div class="steps">
      <IconButton icon="first" label="To the start" onClick={() => walk.goTo(0)} />
      <IconButton
        icon="back"
        label="One step back"
        disabled={position === 0}
        onClick={() => walk.goTo(position - 1)}
      />
      <IconButton
        icon={isPlaying.value ? 'pause' : 'play'}
        label={isPlaying.value ? 'Pause' : 'Play'}
        onClick={play}
      />
      <IconButton
        icon="forward"
        label="One step on"
        disabled={atEnd}
        onClick={() => walk.goTo(position + 1)}
      />
      <IconButton icon="last" label="To the end" onClick={() => walk.goTo(all)} />
      <input
        type="range"
        class="steps-line"
        aria-label="Step"
        min={0}
        max={all}
        value={position}
        style={{ '--turn': `${(100 * forward) / Math.max(1, all)}%` }}
        onInput={(event) => walk.goTo(event.currentTarget.valueAsNumber)}
      />
      <output class="number">{where(walk)}</output>
    </div>
  );
}
