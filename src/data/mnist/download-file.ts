/**
 * Fetches one file over HTTP: into `<path>.part`, going on where an earlier try stopped, and renamed
 * only when its SHA-256 is right. Node and Deno only.
 * Source of ranges: RFC 9110, section 14, https://www.rfc-editor.org/rfc/rfc9110#section-14
 */

import { DataError } from '../../errors.js';
import { fileError } from '../../io/file-errors.js';
import { nodeModule } from '../../io/node-modules.js';

/** How far the download of a file is. */
export interface DownloadProgress {
  readonly url: string;
  /** Bytes on the disk, those of earlier tries included. */
  readonly received: number;
  /** Bytes of the whole file, null where the server does not say. */
  readonly total: number | null;
}

interface Download {
  /** The function named in errors. */
  readonly op: string;
  readonly url: string;
  readonly path: string;
  /** Of the whole file, 64 hex digits. */
  readonly sha256: string;
  readonly onProgress: ((progress: DownloadProgress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Fetches `url` to `path`, unless a file with this checksum is there. Rejects with `DataError` on any
 * failure: a different file at `path` stays as it is, and a broken download stays at `<path>.part`.
 */
export async function downloadFile(download: Download): Promise<void> {
  const { op, url, path, sha256 } = download;
  const fs = nodeModule(op, 'node:fs');
  const found = await hashOf(op, path);
  if (found === sha256) return;
  if (found !== null) {
    throw new DataError(
      `${op}: '${path}' is there with another content: expected SHA-256 ${sha256}, found ${found}. ` +
        'Delete it to download it again',
    );
  }
  const part = `${path}.part`;
  // A finished part is left when a process ends between the last byte and the rename.
  if ((await hashOf(op, part)) !== sha256) await receive(download, part);
  const received = await hashOf(op, part);
  if (received !== sha256) {
    fs.rmSync(part, { force: true });
    throw new DataError(
      `${op}: ${url} has the wrong content: expected SHA-256 ${sha256}, found ${received}. ` +
        'Nothing was kept; try again or use another baseUrl',
    );
  }
  try {
    fs.renameSync(part, path);
  } catch (error) {
    throw fileError(op, 'write', path, error);
  }
}

/** The SHA-256 of a file in hex, null when there is none. */
async function hashOf(op: string, path: string): Promise<string | null> {
  const fs = nodeModule(op, 'node:fs');
  if (!fs.existsSync(path)) return null;
  const hash = nodeModule(op, 'node:crypto').createHash('sha256');
  try {
    for await (const chunk of fs.createReadStream(path)) hash.update(chunk);
  } catch (error) {
    throw fileError(op, 'read', path, error);
  }
  return hash.digest('hex');
}

/** Appends what `part` still lacks. */
async function receive(download: Download, part: string): Promise<void> {
  const { op, url, onProgress } = download;
  const fs = nodeModule(op, 'node:fs');
  const there = fs.existsSync(part) ? fs.statSync(part).size : 0;
  const { response, start } = await request(download, there);
  const rest = Number(response.headers.get('content-length') ?? Number.NaN);
  const total = Number.isNaN(rest) ? null : start + rest;
  let received = start;
  const file = open(op, part, start === 0 ? 'w' : 'a');
  try {
    for await (const chunk of response.body ?? []) {
      fs.writeFileSync(file, chunk);
      received += chunk.length;
      onProgress?.({ url, received, total });
    }
    fs.fsyncSync(file);
  } catch (error) {
    throw new DataError(
      `${op}: the download of ${url} broke off after ${received} of ${total ?? 'unknown'} bytes. ` +
        'Run it again to go on from there',
      { cause: error },
    );
  } finally {
    fs.closeSync(file);
  }
}

function open(op: string, path: string, mode: 'w' | 'a'): number {
  try {
    return nodeModule(op, 'node:fs').openSync(path, mode);
  } catch (error) {
    throw fileError(op, 'write', path, error);
  }
}

/** Asks for the bytes from `there` on; the answer begins at `start`, which is 0 when it did not agree. */
async function request(
  download: Download,
  there: number,
): Promise<{ response: Response; start: number }> {
  const { op, url, signal } = download;
  // The checksum is of the file as it lies on the server, not of what a proxy compresses.
  const headers = new Headers({ 'accept-encoding': 'identity' });
  if (there > 0) headers.set('range', `bytes=${there}-`);
  let response: Response;
  try {
    response = await fetch(url, { headers, signal: signal ?? null });
  } catch (error) {
    throw new DataError(`${op}: cannot reach ${url} (${reasonOf(error)})`, { cause: error });
  }
  const agreed = response.headers.get('content-range')?.startsWith(`bytes ${there}-`) ?? false;
  if (response.status === 206 && agreed) return { response, start: there };
  if (response.status === 200) return { response, start: 0 };
  await response.body?.cancel();
  if (there > 0) return request(download, 0);
  throw new DataError(
    `${op}: expected the file at ${url}, the server answered ${response.status} ` +
      `${response.statusText}`.trimEnd(),
  );
}

/** `fetch` says only "fetch failed"; the reason is in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
