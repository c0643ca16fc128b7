/**
 * What the host gives beyond the language: threads, and waits that block. Everything is
 * probed when asked and a lack is a value, not an error; Node's modules are reached without an
 * import, so that the same file works in a browser bundle.
 */

/** Whether this thread may sleep on an address; the main thread of a page may not. */
export function mayBlock(): boolean {
  if (typeof SharedArrayBuffer !== 'function') return false;
  try {
    // 0 is not 1, so this returns at once, and throws where blocking is forbidden.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}

/** Threads that the machine runs at the same time, 1 when unknown. */
export function hardwareThreads(): number {
  const os = globalThis.process?.getBuiltinModule?.('node:os');
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

/**
 * Starts a thread that runs `source`, a classic script which defines `start(message)`, with one
 * message. The thread never keeps the process alive. Returns false where threads are not allowed;
 * a thread that fails later does so silently, since a program can always run without it.
 */
export function startThread(source: string, message: object): boolean {
  try {
    const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
    if (threads === undefined) startWebWorker(source, message);
    else startNodeThread(threads, source, message);
    return true;
  } catch {
    return false;
  }
}

function startNodeThread(
  threads: typeof import('node:worker_threads'),
  source: string,
  message: object,
): void {
  const code = `${source};start(require('node:worker_threads').workerData);`;
  // Without execArgv the thread would load the loaders of the process (tsx takes 200 ms).
  const worker = new threads.Worker(code, { eval: true, execArgv: [], workerData: message });
  worker.on('error', () => {});
  worker.unref();
}

function startWebWorker(source: string, message: object): void {
  const code = `${source};onmessage = (event) => start(event.data);`;
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.onerror = (event) => event.preventDefault();
  worker.postMessage(message);
}
