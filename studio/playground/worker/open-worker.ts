/** A thread that trains. */

/** Starts it; each has one training. */
export function openWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}
