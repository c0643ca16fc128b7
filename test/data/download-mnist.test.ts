/** downloadMnist against a server on this machine that stops, lies, and counts requests. */

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError } from 'chainrule';
import { type DownloadProgress, downloadMnist, loadMnist } from 'chainrule/data';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idx } from './idx-bytes.js';

const pixels = Array.from({ length: 64 * 28 * 28 }, (_, at) => (at * 7919) % 251);
const labels = Array.from({ length: 64 }, (_, at) => at % 10);
const contents: Readonly<Record<string, Uint8Array>> = {
  'train-images-idx3-ubyte.gz': gzipSync(idx(8, [64, 28, 28], pixels)),
  'train-labels-idx1-ubyte.gz': gzipSync(idx(8, [64], labels)),
};
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const files = Object.fromEntries(
  Object.entries(contents).map(([name, bytes]) => [name, sha256(bytes)]),
);
const [imagesName = '', labelsName = ''] = Object.keys(contents);
const images = contents[imagesName] ?? new Uint8Array();

type Answer = (request: IncomingMessage, response: ServerResponse, bytes: Uint8Array) => void;

/** A server that knows ranges. */
const serve: Answer = (request, response, bytes) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= bytes.length && start > 0) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const headers = { 'content-length': bytes.length - start };
  const range = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(start > 0 ? 206 : 200, start > 0 ? { ...headers, ...range } : headers);
  response.end(bytes.subarray(start));
};

/** A server that promises the whole file and hangs up in the middle. */
const hangUp: Answer = (_, response, bytes) => {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
};

/** A server that does not know ranges. */
const serveAll: Answer = (_, response, bytes) => response.end(bytes);

let server: Server;
let answer: Answer = serve;
let requests: string[] = [];
let folder = '';
let baseUrl = '';

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'chainrule-download-')), 'data', 'mnist');
  requests = [];
  answer = serve;
  server = createServer((request, response) => {
    const name = (request.url ?? '').slice('/mnist/'.length);
    requests.push(`${name} ${request.headers.range ?? 'all'}`);
    const bytes = contents[name];
    if (bytes === undefined) response.writeHead(404).end();
    else answer(request, response, bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  baseUrl = `http://127.0.0.1:${port}/mnist`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(join(folder, '..', '..'), { recursive: true });
});

const download = () => downloadMnist({ folder, baseUrl, files });

describe('downloadMnist', () => {
  it('fetches, and does not fetch again', async () => {
    await download();
    expect(readdirSync(folder)).toEqual(Object.keys(contents).toSorted());
    const mnist = loadMnist({ folder });
    expect(mnist.length).toBe(64);
    expect(mnist.get(13)[1].item()).toBe(3);
    expect(requests).toHaveLength(2);
    await download();
    expect(requests).toHaveLength(2);
  });

  it('tells how far it is', async () => {
    const seen: DownloadProgress[] = [];
    await downloadMnist({ folder, baseUrl, files, onProgress: (each) => seen.push(each) });
    const last = seen.findLast(({ url }) => url.endsWith(imagesName));
    expect(last).toEqual({
      url: `${baseUrl}/${imagesName}`,
      received: images.length,
      total: images.length,
    });
  });

  it('goes on where a broken download stopped', async () => {
    answer = hangUp;
    await expect(download()).rejects.toThrow(DataError);
    const half = Math.floor(images.length / 2);
    expect(readdirSync(folder)).toEqual([`${imagesName}.part`]);
    expect(readFileSync(join(folder, `${imagesName}.part`))).toHaveLength(half);
    answer = serve;
    await download();
    expect(requests).toEqual([
      `${imagesName} all`,
      `${imagesName} bytes=${half}-`,
      `${labelsName} all`,
    ]);
    expect(loadMnist({ folder }).length).toBe(64);
  });

  it('says how far it came when the connection breaks', async () => {
    answer = hangUp;
    const half = Math.floor(images.length / 2);
    await expect(download()).rejects.toThrow(
      `broke off after ${half} of ${images.length} bytes. Run it again to go on from there`,
    );
  });

  it('starts over where the server does not know ranges', async () => {
    answer = hangUp;
    await expect(download()).rejects.toThrow(DataError);
    answer = serveAll;
    await download();
    expect(loadMnist({ folder }).length).toBe(64);
  });

  it('takes a part that is already whole', async () => {
    await download();
    const path = join(folder, imagesName);
    writeFileSync(`${path}.part`, readFileSync(path));
    rmSync(path);
    await download();
    expect(existsSync(`${path}.part`)).toBe(false);
    expect(requests).toHaveLength(2);
  });

  it('starts over when the part is too long', async () => {
    await download();
    const path = join(folder, imagesName);
    rmSync(path);
    writeFileSync(`${path}.part`, new Uint8Array(images.length + 5));
    await download();
    expect(new Uint8Array(readFileSync(path))).toEqual(new Uint8Array(images));
  });

  it('keeps nothing of a file with a wrong checksum', async () => {
    const wrong = { ...files, [imagesName]: sha256(Uint8Array.of(1)) };
    const attempt = downloadMnist({ folder, baseUrl, files: wrong });
    await expect(attempt).rejects.toThrow(
      `expected SHA-256 ${wrong[imagesName]}, found ${files[imagesName]}. Nothing was kept`,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not overwrite a file with another content', async () => {
    await download();
    const path = join(folder, imagesName);
    writeFileSync(path, 'mine');
    await expect(download()).rejects.toThrow('is there with another content');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(requests).toHaveLength(2);
  });

  it('names a server that refuses', async () => {
    const attempt = downloadMnist({ folder, baseUrl: `${baseUrl}/elsewhere/`, files });
    await expect(attempt).rejects.toThrow(DataError);
    await expect(downloadMnist({ folder, baseUrl: `${baseUrl}/x`, files })).rejects.toThrow(
      `expected the file at ${baseUrl}/x/${imagesName}, the server answered 404 Not Found`,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names a server that cannot be reached', async () => {
    const closed = downloadMnist({ folder, baseUrl: 'http://127.0.0.1:1/', files });
    await expect(closed).rejects.toThrow(/cannot reach http:\/\/127\.0\.0\.1:1\/train-images/);
  });

  it('stops when it is told to, and keeps the part', async () => {
    const controller = new AbortController();
    answer = (_, response, bytes) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 100));
    };
    const { signal } = controller;
    const onProgress = () => controller.abort();
    const stopped = downloadMnist({ folder, baseUrl, files, signal, onProgress });
    await expect(stopped).rejects.toThrow('broke off after 100 of');
    expect(readFileSync(join(folder, `${imagesName}.part`))).toHaveLength(100);
  });

  it('names a folder that cannot be made', async () => {
    await download();
    const blocked = join(folder, labelsName, 'sub');
    await expect(downloadMnist({ folder: blocked, baseUrl, files })).rejects.toThrow(
      `downloadMnist: cannot make the folder '${blocked}'`,
    );
  });
});
