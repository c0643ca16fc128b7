/**
 * `useFrameEffect`: an effect that runs as soon as a signal that it reads changes. Those of
 * `useSignalEffect` wait for the next frame, so that what changes in each frame shows in every
 * second one.
 */

import { effect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Runs `run` once the component is there, and whenever a signal that it reads changes. */
export function useFrameEffect(run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useLayoutEffect(() => effect(() => latest.current()), []);
}
