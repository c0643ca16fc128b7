/**
 * What happens in the folder, told to the pages that listen: rows that have changed, and the new
 * lines of the runs that a page watches, each once. Looks at the files only while somebody listens.
 */

import type { ServerResponse } from 'node:http';
import type { PointsEvent, RunRow } from '../protocol/protocol.js';
import type { Run } from '../runs/run.js';
import type { RunStore } from '../runs/run-store.js';
import { HttpError, openStream } from './answer.js';

/** Milliseconds between two looks, and between two searches for new runs. */
const lookEvery = 200;
const listEvery = 1000;
/** Milliseconds between signs of life. */
const beatEvery = 15_000;
const mostStreams = 32;
/** Lines in one event. */
const mostLines = 4000;
/** Bytes that may wait for a slow page before it is left behind. */
const mostWaiting = 8_000_000;

interface Stream {
  readonly response: ServerResponse;
  /** Lines that the page has, by run. */
  readonly cursors: Map<string, number>;
}

/** What changed last, with the number of the change. */
interface Change {
  readonly version: number;
  readonly row: RunRow | null;
}

/** The listeners of one server. */
export class Live {
  readonly #store: RunStore;
  readonly #streams = new Set<Stream>();
  readonly #changes = new Map<string, Change>();
  #version = 0;
  #timer: NodeJS.Timeout | null = null;
  #listed = 0;
  #beat = 0;
  #looking: Promise<void> | null = null;

  constructor(store: RunStore) {
    this.#store = store;
  }

  /** Number of the last change. */
  get version(): number {
    return this.#version;
  }

  /** Looks at the folder now, and tells the listeners. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const now = Date.now();
    const gone = now - this.#listed >= listEvery ? await this.#store.list() : [];
    if (now - this.#listed >= listEvery) this.#listed = now;
    const changed = await this.#store.look();
    const before = this.#version;
    for (const name of gone) this.#changes.set(name, { version: ++this.#version, row: null });
    for (const { name, row } of changed) {
      this.#changes.set(name, { version: ++this.#version, row });
    }
    for (const stream of this.#streams) this.#tell(stream, before);
    await this.#tellPoints(changed);
    this.#keepAlive(now);
  }

  #keepAlive(now: number): void {
    if (now - this.#beat < beatEvery) return;
    this.#beat = now;
    for (const { response } of this.#streams) response.write(': still here\n\n');
  }

  /** Rows that changed after version `since`. */
  #tell(stream: Stream, since: number): void {
    const changes = [...this.#changes].filter(([, { version }]) => version > since);
    if (changes.length === 0) return;
    const runs = changes.flatMap(([, { row }]) => row ?? []);
    const gone = changes.filter(([, { row }]) => row === null).map(([name]) => name);
    this.#write(stream, 'rows', { version: this.#version, runs, gone });
  }

  async #tellPoints(changed: readonly Run[]): Promise<void> {
    const watched = changed.filter(({ name }) =>
      [...this.#streams].some(({ cursors }) => cursors.has(name)),
    );
    for (const run of watched) {
      await run.readMetrics();
      for (const stream of this.#streams) this.#sendPoints(stream, run);
    }
  }

  #sendPoints(stream: Stream, { name, table }: Run): void {
    const known = stream.cursors.get(name);
    if (known === undefined || table === null) return;
    // A file that was begun anew: the page asks for all of it.
    if (table.rows < known) {
      stream.cursors.set(name, table.rows);
      this.#write(stream, 'anew', { run: name });
      return;
    }
    for (let from = known; from < table.rows; from += mostLines) {
      const to = Math.min(table.rows, from + mostLines);
      const columns: Record<string, (number | null)[]> = {};
      for (const metric of table.names) {
        const column = table.column(metric);
        columns[metric] = Array.from({ length: to - from }, (_, i) => {
          const value = column?.at(from + i) ?? Number.NaN;
          return Number.isFinite(value) ? value : null;
        });
      }
      const event: PointsEvent = { run: name, from, to, columns };
      this.#write(stream, 'points', event);
    }
    stream.cursors.set(name, table.rows);
  }

  #write(stream: Stream, event: string, data: unknown): void {
    if (stream.response.writableLength > mostWaiting) {
      this.#close(stream);
      return;
    }
    stream.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /**
   * A page that listens from now on. It has all rows up to version `since`, and of the runs in
   * `cursors` as many lines as those say. @throws HttpError when too many listen.
   */
  async open(
    response: ServerResponse,
    since: number,
    cursors: ReadonlyMap<string, number>,
  ): Promise<void> {
    if (this.#streams.size >= mostStreams) {
      throw new HttpError(503, `At most ${mostStreams} pages can listen at once.`);
    }
    openStream(response);
    const stream: Stream = { response, cursors: new Map(cursors) };
    this.#streams.add(stream);
    response.on('close', () => this.#close(stream));
    response.write(': hello\n\n');
    this.#tell(stream, since);
    this.#timer ??= setInterval(() => this.#tick(), lookEvery);
    for (const run of this.#store.runs.filter(({ name }) => cursors.has(name))) {
      await run.readMetrics();
      this.#sendPoints(stream, run);
    }
  }

  #tick(): void {
    if (this.#looking !== null) return;
    // A folder that vanishes in the middle of a look is found gone by the next one.
    this.look().catch(() => {});
  }

  #close(stream: Stream): void {
    this.#streams.delete(stream);
    stream.response.destroy();
    if (this.#streams.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Tells that a run is gone. */
  forget(name: string): void {
    const before = this.#version;
    this.#changes.set(name, { version: ++this.#version, row: null });
    for (const stream of this.#streams) this.#tell(stream, before);
  }

  /** Ends all streams. */
  end(): void {
    for (const stream of this.#streams) this.#close(stream);
  }
}
