/**
 * A contestant as the bench sees it: a process that is asked and answers, or a reason why there is
 * none.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Hello, Measured, Prepared, Request } from './protocol.js';
import type { Kind } from './rows.js';

/** Which program to start. */
export interface Entrant {
  /** Name in the table. */
  readonly name: string;
  readonly library: 'chainrule' | 'pytorch' | 'jax-js' | 'tfjs';
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it takes part in; everything by default. */
  readonly kinds?: readonly Kind[];
}

/** A running contestant. */
export class Contestant {
  readonly entrant: Entrant;
  readonly hello: Hello;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(
    entrant: Entrant,
    hello: Hello,
    process: ChildProcess,
    lines: AsyncIterator<string>,
  ) {
    this.entrant = entrant;
    this.hello = hello;
    this.#process = process;
    this.#lines = lines;
  }

  /** Starts the program and waits for its hello; a string says why there will be none. */
  static async start(entrant: Entrant): Promise<Contestant | string> {
    const child = spawn(entrant.command, entrant.args, {
      env: { ...process.env, ...entrant.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let complaint = '';
    child.on('error', (error) => {
      complaint += error.message;
    });
    child.stderr.on('data', (data) => {
      complaint = (complaint + data).slice(-2000);
    });
    const lines = answers(createInterface({ input: child.stdout }));
    const { value, done } = await lines.next();
    if (done === true) return reasonOf(complaint);
    return new Contestant(entrant, JSON.parse(value), child, lines);
  }

  async #ask(request: Request): Promise<string> {
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`${this.entrant.name} ended before it answered`);
    return value;
  }

  /** Makes a row ready; see `Prepared`. */
  async prepare(request: Omit<Request & { ask: 'prepare' }, 'ask'>): Promise<Prepared> {
    return JSON.parse(await this.#ask({ ask: 'prepare', ...request }));
  }

  /** Mean seconds of one call over about so long. */
  async measure(milliseconds: number): Promise<Measured> {
    return JSON.parse(await this.#ask({ ask: 'measure', milliseconds }));
  }

  /** Ends the program. */
  stop(): void {
    this.#process.stdin?.end();
  }
}

/** Lines that are answers; libraries print banners of their own. */
async function* answers(lines: Interface): AsyncGenerator<string, undefined> {
  for await (const line of lines) if (line.startsWith('{')) yield line;
  return undefined;
}

/** The line of a stack trace that a reader wants. */
function reasonOf(complaint: string): string {
  const lines = complaint.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /error|not found|no module/i.test(line))?.trim() ?? 'did not start';
}
