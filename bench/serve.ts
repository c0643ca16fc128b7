/**
 * The side of a contestant written in TypeScript: reads requests line by line, prepares and
 * measures. What the work is, is the contestant's business. `peers/pytorch.py` does the same in
 * Python.
 */

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Hello, InputFile, Measured, Prepare, Prepared, Request } from './protocol.js';
import type { Kind, Params } from './rows.js';

/** Warm-up takes so many calls at least, unless they take seconds. */
const warmUpCalls = 10;
const longestWarmUpMilliseconds = 2000;
/** A call that takes this long is not repeated: its warm-up counts. */
const longestRepeatedMilliseconds = 3000;
/** Warm calls that tell how many fit into a turn. */
const rehearsalMilliseconds = 50;

/** An input in memory. */
export interface Input {
  readonly values: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** Work that is ready: the values to compare, and one call of what is timed. */
export interface Work {
  readonly values: readonly number[];
  readonly call: () => unknown;
}

/** Gives the inputs by name; `state()` gives the weights, names as PyTorch has them. */
export interface Inputs {
  get(name: string): Input;
  state(): Readonly<Record<string, Input>>;
}

/** Makes work of one kind ready. */
export type Workload = (inputs: Inputs, params: Params) => Work | Promise<Work>;

/** A library: kinds that it leaves out are reported as such. */
export type Workloads = Readonly<Partial<Record<Kind, Workload>>>;

/** A parameter that is a number. */
export function numberOf(params: Params, name: string): number {
  const value = params[name];
  if (typeof value !== 'number') throw new TypeError(`parameter ${name} is not a number`);
  return value;
}

/** Mean, mean of squares, and three elements: enough to see that two results are the same. */
export function fingerprint(values: ArrayLike<number>): number[] {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    sum += value;
    squares += value * value;
  }
  const middle = Math.floor(values.length / 2);
  const elements = [0, middle, values.length - 1].map((i) => values[i] ?? Number.NaN);
  return [sum / values.length, squares / values.length, ...elements];
}

function load({ file, shape, dtype }: InputFile): Input {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  // A copy, since small files share a pool whose offset may not be a multiple of four.
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  return { values: dtype === 'int32' ? new Int32Array(bytes) : new Float32Array(bytes), shape };
}

/** Inputs that are read from their files when asked for. */
export function inputsOf(inputs: Prepare['inputs']): Inputs {
  return {
    get: (name) => {
      const input = inputs[name];
      if (input === undefined) throw new TypeError(`no input ${name}`);
      return load(input);
    },
    state: () => {
      const entries = Object.entries(inputs).filter(([name]) => name.startsWith('state:'));
      return Object.fromEntries(
        entries.map(([name, input]) => [name.slice('state:'.length), load(input)]),
      );
    },
  };
}

/** Calls until `enough(elapsed, calls)`; returns mean milliseconds. */
async function repeat(
  call: () => unknown,
  enough: (elapsed: number, calls: number) => boolean,
): Promise<number> {
  const start = performance.now();
  let calls = 0;
  for (;;) {
    const result = call();
    if (result instanceof Promise) await result;
    calls++;
    const elapsed = performance.now() - start;
    if (enough(elapsed, calls)) return elapsed / calls;
  }
}

class Server {
  readonly #workloads: Workloads;
  #call: () => unknown = () => {};
  #perCall = 0;

  constructor(workloads: Workloads) {
    this.#workloads = workloads;
  }

  answer(request: Request): Promise<Prepared | Measured> {
    return request.ask === 'prepare' ? this.#prepare(request) : this.#measure(request.milliseconds);
  }

  async #prepare(request: Prepare): Promise<Prepared> {
    const workload = this.#workloads[request.kind];
    if (workload === undefined) return { unsupported: 'not written for this library' };
    try {
      const { values, call } = await workload(inputsOf(request.inputs), request.params);
      this.#call = call;
      this.#perCall = await repeat(call, (elapsed, calls) => {
        if (elapsed > longestWarmUpMilliseconds) return true;
        return elapsed > request.warmUp && calls >= warmUpCalls;
      });
      const isShort = this.#perCall < request.warmUp;
      if (isShort) this.#perCall = await repeat(call, (elapsed) => elapsed > rehearsalMilliseconds);
      return { values };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return { unsupported: text.split('\n')[0] ?? text };
    }
  }

  async #measure(milliseconds: number): Promise<Measured> {
    if (this.#perCall > longestRepeatedMilliseconds) return { seconds: this.#perCall / 1000 };
    const calls = Math.max(1, Math.round(milliseconds / this.#perCall));
    const call = this.#call;
    const start = performance.now();
    for (let i = 0; i < calls; i++) {
      const result = call();
      if (result instanceof Promise) await result;
    }
    return { seconds: (performance.now() - start) / calls / 1000 };
  }
}

/** Says hello, then answers requests until the input ends. */
export async function serve(hello: Hello, workloads: Workloads): Promise<void> {
  const say = (message: Hello | Prepared | Measured): void => {
    process.stdout.write(`${JSON.stringify(message)}\n`);
  };
  say(hello);
  const server = new Server(workloads);
  for await (const line of createInterface({ input: process.stdin })) {
    say(await server.answer(JSON.parse(line)));
  }
  process.exit(0);
}
