/** Lets timers, signals and servers have their turn during a long loop. */

/** When the loop last waited. */
export interface Breath {
  last: number;
}

/** Milliseconds of work between two pauses. */
const interval = 30;

/**
 * Waits for a turn of the event loop when the last one was some time ago. Results do not depend on
 * it.
 */
export async function breathe(breath: Breath): Promise<void> {
  if (performance.now() - breath.last < interval) return;
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 0);
  });
  breath.last = performance.now();
}
