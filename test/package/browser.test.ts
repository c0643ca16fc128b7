/**
 * The installed package bundled by Vite and loaded by a real Chromium: once with the headers that
 * allow shared memory, once without, both with the numbers of Node. Left out, with a line that says
 * so, where Chromium is not installed (`CHROMIUM` names another path).
 */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { loadCheckpoint } from 'chainrule/train';
import { type BrowserContext, chromium } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { trainInNode } from './run.js';

const consumer = inject('consumer');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const missing = !existsSync(executablePath);
if (missing) console.warn(`SKIPPED: browser tests, there is no Chromium at ${executablePath}`);

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const site = join(consumer, 'site');
const pages = ['index.html', 'training.html'];
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Serves the built page on a free port of this machine. */
async function serve(headers: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const file = join(site, path);
    if (!existsSync(file)) return response.writeHead(404).end();
    const type = contentTypes[extname(file)] ?? 'application/octet-stream';
    return response.writeHead(200, { 'Content-Type': type, ...headers }).end(readFileSync(file));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

describe.skipIf(missing)('the installed package in Chromium', () => {
  let context: BrowserContext;
  const profile = mkdtempSync(join(tmpdir(), 'chainrule-chromium-'));

  beforeAll(async () => {
    await build({
      root: consumer,
      logLevel: 'error',
      worker: { format: 'es' },
      build: {
        outDir: site,
        rolldownOptions: { input: pages.map((name) => join(consumer, name)) },
      },
    });
    context = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      args: flags,
    });
  }, 120_000);

  afterAll(async () => {
    await context?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  it.each([
    { title: 'with shared memory', headers: isolation, isolated: true },
    { title: 'without shared memory', headers: {}, isolated: false },
  ])('trains $title with the numbers of Node', async ({ headers, isolated }) => {
    const server = await serve(headers);
    const page = await context.newPage();
    // An exception in the page ends the wait for its result.
    const failure = page.waitForEvent('pageerror', { timeout: 0 }).then((error) => {
      throw error;
    });
    failure.catch(() => {});
    try {
      const { port } = server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}/`);
      await Promise.race([failure, page.waitForFunction('globalThis.result')]);
      const result: unknown = await page.evaluate('globalThis.result');
      expect(result).toEqual({ isolated, ...trainInNode(consumer) });
      // The training is large enough to ask for help, which only shared memory makes possible.
      expect(page.workers().length > 0).toBe(isolated && availableParallelism() > 1);
    } finally {
      await page.close();
      server.close();
    }
  });

  it('says what to allow where the policy of a page forbids WebAssembly', async () => {
    const server = await serve({ 'Content-Security-Policy': "script-src 'self'" });
    const page = await context.newPage();
    try {
      const { port } = server.address() as AddressInfo;
      const [error] = await Promise.all([
        page.waitForEvent('pageerror'),
        page.goto(`http://127.0.0.1:${port}/`),
      ]);
      expect(error.message).toContain("add 'wasm-unsafe-eval' to script-src");
    } finally {
      await page.close();
      server.close();
    }
  });

  it('keeps a training in the browser, and goes on with it', async () => {
    const server = await serve({});
    const page = await context.newPage();
    const open = async (): Promise<void> => {
      const { port } = server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}/training.html`);
      await page.waitForFunction('globalThis.ready');
    };
    const call = (code: string): Promise<Record<string, unknown>> => page.evaluate(code);
    try {
      await open();
      const whole = await call("train({ folder: 'whole', epochs: 6 })");
      expect(whole).toMatchObject({ from: 0, epochs: [1, 2, 3, 4, 5, 6] });
      expect(whole.turns).toBeGreaterThan(0);

      const cut = await call("train({ folder: 'cut', epochs: 6, stopAfter: 3 })");
      expect(cut.error).toBe('DataError: WorkerTraining: in the worker: closed');
      await open();
      const rest = await call("train({ folder: 'cut', epochs: 6 })");
      expect(rest).toMatchObject({ from: 3, epochs: [4, 5, 6] });
      expect(rest.weights).toEqual(whole.weights);

      await call("damage('cut', ['checkpoint-1.safetensors'])");
      expect(await call("kept('cut')")).toBeGreaterThan(0);
      const again = await call("train({ folder: 'cut', epochs: 6 })");
      expect(again.weights).toEqual(whole.weights);
      await call("damage('cut', ['checkpoint-0.safetensors', 'checkpoint-1.safetensors'])");
      const lost = await call("train({ folder: 'cut', epochs: 6 })");
      expect(lost.error).toMatch(/OPFSCheckpoint: checkpoint-\d.safetensors is damaged/);

      const both = "Promise.all([1, 2].map(() => train({ folder: 'two', epochs: 3 })))";
      const errors = ((await call(both)) as unknown as { error?: string }[]).flatMap(
        ({ error }) => error ?? [],
      );
      expect(errors).toEqual([expect.stringContaining("trains in 'two'. Close it, or choose")]);

      const [file] = await Promise.all([page.waitForEvent('download'), call('download()')]);
      expect(file.suggestedFilename()).toBe('mine.safetensors');
      expect(Object.keys(loadCheckpoint(await file.path()).model)).toContain('1.weight');
    } finally {
      await page.close();
      server.close();
    }
  });
});
