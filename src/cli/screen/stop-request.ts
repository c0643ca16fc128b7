/** Ctrl-C as a request: the first asks to stop, the second leaves at once. */

/** What a process that was stopped by a signal exits with. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

type StopSignal = keyof typeof exitCodes;

/** A request to stop, which may come at any time until `ignore` is called. */
export interface StopRequest {
  readonly signal: AbortSignal;
  /** Exit code that says by what the process was stopped; 0 when it was not. */
  readonly exitCode: () => number;
  /** Gives signals back to whom they belonged. */
  readonly ignore: () => void;
}

/** Listens for SIGINT (Ctrl-C) and SIGTERM; `onRequest` is called at the first one. */
export function listenForStop(onRequest: () => void): StopRequest {
  const controller = new AbortController();
  let exitCode = 0;
  const onSignal = (name: StopSignal): void => {
    if (exitCode !== 0) process.exit(exitCode);
    exitCode = exitCodes[name];
    onRequest();
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    ignore: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
