/** The studio's server: loopback by default, node:http alone, limits on what callers can cost. */

import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataError, ValueError } from '../errors.js';
import { HttpError, sendError } from './http/answer.js';
import type { Context } from './http/exchange.js';
import { carriesToken, type Guard, refusal, tokenCookie } from './http/guard.js';
import { Live } from './http/live.js';
import { routes } from './http/routes.js';
import { StaticFiles } from './http/static-files.js';
import type { OpenModel } from './protocol/predict.js';
import type { RepeatOf } from './protocol/protocol.js';
import { RunStore } from './runs/run-store.js';

/** The port that is tried when none is asked for; the next free one is taken if it is in use. */
const defaultPort = 6180;
const portsToTry = 20;
const mostConnections = 256;
const builtPages = fileURLToPath(new URL('../studio/pages/', import.meta.url));

/** Options of `startStudio`. */
export interface StudioOptions {
  /** Port to listen on; 0 takes any that is free. Default: 6180, or the first free one after it. */
  readonly port?: number;
  /**
   * Address to listen on. Default: this machine alone. With another one, callers need the token
   * that is part of `url`.
   */
  readonly host?: string;
  /** Folder of the built pages; default: those of the package. */
  readonly pages?: string;
  /**
   * Loads the model of a run, so that the page can ask it. Default: models cannot be asked;
   * `chainrule studio` can, where a model is of the command line.
   */
  readonly openModel?: OpenModel;
  /** Finds out how to train a run again; default: what its `run.json` says of a `command`. */
  readonly repeatOf?: RepeatOf;
}

/** A studio that is being served. */
export interface Studio {
  /** The address to open. */
  readonly url: string;
  /** Ends it. */
  close(): Promise<void>;
}

function answer(context: Context, guard: Guard, files: StaticFiles) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://studio');
    const reason = refusal(request, url, guard);
    if (reason !== null) throw new HttpError(403, reason);
    const route = routes[`${request.method} ${url.pathname}`];
    if (route !== undefined) return route(context, { request, response, url });
    if (request.method !== 'GET') throw new HttpError(405, 'There is nothing to do here.');
    if (guard.token !== null && carriesToken(url, guard)) {
      // From now on the cookie has it, so the address need not.
      response.writeHead(302, { 'Set-Cookie': tokenCookie(guard.token), Location: url.pathname });
      response.end();
      return;
    }
    files.send(url.pathname, response);
  };
}

function makeServer(handle: ReturnType<typeof answer>): Server {
  const limits = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5000 };
  const server = createServer({ ...limits, maxHeaderSize: 16_384 }, (request, response) => {
    handle(request, response).catch((error: unknown) => sendError(response, error));
  });
  server.maxConnections = mostConnections;
  server.on('clientError', (_, socket) => socket.destroy());
  return server;
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      done();
    });
  });
}

async function listenSomewhere(server: Server, host: string, port: number | undefined) {
  const first = port ?? defaultPort;
  const last = port === undefined ? first + portsToTry : first;
  for (let one = first; ; one++) {
    try {
      await listen(server, host, one);
      return;
    } catch (error) {
      const isTaken = error instanceof Error && Reflect.get(error, 'code') === 'EADDRINUSE';
      if (isTaken && one < last) continue;
      const why = isTaken ? 'it is in use; choose another, or --port 0' : String(error);
      throw new DataError(`studio: cannot listen on ${host}:${one}: ${why}`, { cause: error });
    }
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function checkPort(port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 0 && port <= 65_535)) return;
  throw new ValueError(`studio: port must be a whole number from 0 to 65535, got ${port}`);
}

/**
 * Serves a page over one or more folders of runs: their metrics live, findings, settings, and
 * buttons that control a training. It listens on this machine alone, unless `host` says otherwise.
 *
 * @param runs the folder, or several; they need not be there yet. Of several, the name of a run
 * begins with the name of its folder.
 * @throws DataError when the port is in use; ValueError for a port that is none.
 * @example
 * const studio = await startStudio('runs', { port: 0 });
 * console.log(studio.url); // http://127.0.0.1:41234/
 * await studio.close();
 */
export async function startStudio(
  runs: string | readonly string[],
  options: StudioOptions = {},
): Promise<Studio> {
  const { port, host, pages = builtPages, openModel = null, repeatOf = null } = options;
  checkPort(port);
  const isOpen = host !== undefined && !['localhost', '127.0.0.1', '::1'].includes(host);
  const guard: Guard = {
    host: isOpen ? host : null,
    token: isOpen ? randomBytes(18).toString('base64url') : null,
  };
  const folders = typeof runs === 'string' ? [runs] : runs;
  if (folders.length === 0) throw new ValueError('studio: name at least one folder of runs');
  const store = new RunStore(...folders.map((folder) => resolve(folder)));
  const live = new Live(store);
  const server = makeServer(
    answer({ store, live, openModel, repeatOf }, guard, new StaticFiles(pages)),
  );
  await listenSomewhere(server, host ?? '127.0.0.1', port);
  const bound = portOf(server);
  const shown = host === undefined || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const authority = shown.includes(':') ? `[${shown}]` : shown;
  const query = guard.token === null ? '' : `?token=${guard.token}`;
  return {
    url: `http://${authority}:${bound}/${query}`,
    close: async () => {
      live.end();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
