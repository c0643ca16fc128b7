/**
 * SIGINT and SIGTERM while a training runs: the first asks it to stop, and once it is saved the
 * process ends as it would have without. Where there are no processes, nothing is listened to.
 */

const names = ['SIGINT', 'SIGTERM'] as const;

/** Listens until it is closed. */
export interface SignalWatch {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Has the ranks that train together take the signal that one of them got. */
  share(largest: (code: number) => number): void;
  /** Stops listening, and sends the process the signal again that came meanwhile. */
  close(): void;
}

/** Begins to listen. A second signal ends the process at once. */
export function listenForSignals(): SignalWatch | null {
  const host = typeof process === 'undefined' ? undefined : process;
  if (typeof host?.on !== 'function' || typeof host.kill !== 'function') return null;
  const controller = new AbortController();
  let received: (typeof names)[number] | null = null;
  const stopListening = (): void => {
    for (const name of names) host.off(name, onSignal);
  };
  const onSignal = (name: (typeof names)[number]): void => {
    if (received !== null) {
      stopListening();
      host.kill(host.pid, name);
      return;
    }
    received = name;
    controller.abort();
  };
  for (const name of names) host.on(name, onSignal);
  return {
    signal: controller.signal,
    share: (largest) => {
      const code = largest(received === null ? -1 : names.indexOf(received));
      received = names[code] ?? null;
    },
    close: () => {
      stopListening();
      if (received !== null) host.kill(host.pid, received);
    },
  };
}
