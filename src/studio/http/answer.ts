/** Answers: their headers, JSON, errors as sentences, and bodies that are read up to a limit. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { DataError, ValueError } from '../../errors.js';

/** Commands and notes are short. */
const mostBody = 65_536;

/** An answer that is not what was asked for. */
export class HttpError extends Error {
  override readonly name: string = 'HttpError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Nothing from elsewhere, no code in the page itself; WebAssembly may be compiled. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Answers with these bytes. */
export function send(
  response: ServerResponse,
  type: string,
  body: string | Uint8Array,
  more: Readonly<Record<string, string>> = {},
): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  response.writeHead(200, {
    ...headers,
    'Content-Type': type,
    'Content-Length': length,
    'Cache-Control': 'no-store',
    ...more,
  });
  response.end(body);
}

/** Answers with a value as JSON. */
export function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 'application/json; charset=utf-8', JSON.stringify(value));
}

/** Opens an answer that goes on: server-sent events. */
export function openStream(response: ServerResponse): void {
  response.writeHead(200, {
    ...headers,
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
  });
}

function statusOf(error: unknown): number {
  if (error instanceof HttpError) return error.status;
  return error instanceof DataError || error instanceof ValueError ? 400 : 500;
}

/** Answers with what went wrong, as a sentence; what is no mistake of the caller's stays inside. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = statusOf(error);
  const isTheirs = status < 500 && error instanceof Error;
  const text = isTheirs ? error.message : 'The studio could not do this.';
  const body = JSON.stringify({ error: text });
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    // What is left of a body that was refused is not read.
    ...(status === 413 ? { Connection: 'close' } : {}),
  });
  response.end(body);
}

/** The body of a request as JSON. @throws HttpError when it is too large, or is none. */
export async function readBody(
  request: IncomingMessage,
  most: number = mostBody,
): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new HttpError(415, 'The body must be JSON.');
  }
  const tooLarge = new HttpError(413, `The body may have ${most} bytes at most.`);
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > most) throw tooLarge;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HttpError(400, 'The body is not JSON.');
  }
}
