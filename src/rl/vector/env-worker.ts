/**
 * `EnvWorker`: a thread with a vector of environments, which is asked and answers like a function
 * call: the caller sleeps until the answer is there. Node and Deno only.
 */

import { ValueError } from '../../errors.js';
import { nodeModule } from '../../io/node-modules.js';

/** Calls that a thread answers, with their arguments. */
export type Call = readonly [method: string, ...args: readonly unknown[]];

/**
 * What the thread runs, as text because a thread begins with text or a file of its own. It sleeps
 * until the first number of `bell` has moved, takes the call from its port, puts the answer there,
 * and moves the second number.
 */
const program = `
const { workerData, receiveMessageOnPort } = require('node:worker_threads');
const { url, index, bell, port } = workerData;
import(url).then(({ default: create }) => {
  const vector = create(index);
  port.postMessage({ value: vector.numEnvs });
  for (let seen = 0; ; ) {
    while (Atomics.load(bell, 0) === seen) Atomics.wait(bell, 0, seen);
    seen = Atomics.load(bell, 0);
    const [method, ...args] = receiveMessageOnPort(port).message;
    let answer;
    try {
      answer = { value: vector[method](...args) };
    } catch (error) {
      answer = { error: String(error?.message ?? error) };
    }
    try {
      port.postMessage(answer);
    } catch (error) {
      port.postMessage({ error: method + ' gave what cannot be sent to another thread: ' + error });
    }
    Atomics.add(bell, 1, 1);
    Atomics.notify(bell, 1);
    if (method === 'close') return;
  }
}).catch((error) => port.postMessage({ error: String(error?.message ?? error) }));
`;

type Answer<Value> = { readonly value: Value } | { readonly error: string };

function answered<Value>(op: string, answer: Answer<Value>): Value {
  if ('value' in answer) return answer.value;
  throw new ValueError(`${op}: ${answer.error}`);
}

/** One thread. */
export class EnvWorker {
  /** Environments in its vector. */
  readonly numEnvs: number;
  readonly #bell: Int32Array;
  readonly #port: import('node:worker_threads').MessagePort;
  #answered = 0;

  private constructor(
    numEnvs: number,
    bell: Int32Array,
    port: import('node:worker_threads').MessagePort,
  ) {
    this.numEnvs = numEnvs;
    this.#bell = bell;
    this.#port = port;
  }

  /**
   * Starts thread `index` with the vector that the default export of the module at `url` makes.
   * @throws ValueError when the module cannot be loaded or its function throws.
   */
  static async start(url: URL, index: number): Promise<EnvWorker> {
    const { MessageChannel, Worker } = nodeModule('AsyncVectorEnv', 'node:worker_threads');
    const bell = new Int32Array(new SharedArrayBuffer(8));
    const { port1, port2 } = new MessageChannel();
    const workerData = { url: url.href, index, bell, port: port2 };
    const worker = new Worker(program, { eval: true, workerData, transferList: [port2] });
    worker.unref();
    const answer = await new Promise<Answer<number>>((resolve) => {
      port1.once('message', resolve);
      worker.once('error', (error: unknown) => resolve({ error: String(error) }));
    });
    port1.unref();
    const numEnvs = answered(`AsyncVectorEnv.create, ${url.href}`, answer);
    return new EnvWorker(numEnvs, bell, port1);
  }

  /** Asks, and goes on at once. */
  ask(call: Call): void {
    this.#port.postMessage(call);
    Atomics.add(this.#bell, 0, 1);
    Atomics.notify(this.#bell, 0);
  }

  /** Waits for the answer to the last question. @throws ValueError with the thread's message. */
  answer<Value>(): Value {
    const { receiveMessageOnPort } = nodeModule('AsyncVectorEnv', 'node:worker_threads');
    // A bell that rang late, for the answer before, wakes as well.
    while (Atomics.load(this.#bell, 1) === this.#answered) {
      Atomics.wait(this.#bell, 1, this.#answered);
    }
    this.#answered = Atomics.load(this.#bell, 1);
    const received: { message: Answer<Value> } | undefined = receiveMessageOnPort(this.#port);
    return answered('AsyncVectorEnv', received?.message ?? { error: 'a thread gave no answer' });
  }
}
