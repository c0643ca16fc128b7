/**
 * The first two files of "Use it in a page, without freezing it", as they stand on that page, with
 * the installed package, in Chromium. The page asks before the worker has its weights, as a fast
 * reader would. Left out, with a line that says so, where Chromium is not installed.
 */

import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manualSeed, nn, ones } from 'chainrule';
import { encodeSafetensors } from 'chainrule/io';
import { chromium } from 'playwright-core';
import { expect, inject, it } from 'vitest';

const document = fileURLToPath(new URL('../../docs/how-to/browser-and-worker.md', import.meta.url));
const library = join(inject('consumer'), 'node_modules/chainrule/dist');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const missing = !existsSync(executablePath);
if (missing) console.warn(`SKIPPED: a how-to's worker, there is no Chromium at ${executablePath}`);

/** A file of the how-to, its imports as a page without a bundler writes them. */
function fileOf(name: string): string {
  const blocks = readFileSync(document, 'utf8').matchAll(/^```js\n\/\/ (\S+)\n(.*?)^```$/gms);
  const code = [...blocks].find(([, first]) => first === name)?.[2] ?? '';
  return code.replace(/'chainrule(\/\w+)?'/g, (_, entry = '') => `'/library${entry}/index.js'`);
}

it.skipIf(missing)('answers a question that comes before the weights', async () => {
  manualSeed(3);
  const model = new nn.Sequential(new nn.Linear(64, 32), new nn.ReLU(), new nn.Linear(32, 10));
  const weights = encodeSafetensors(model.stateDict());
  const files: Readonly<Record<string, string | Uint8Array>> = {
    '/index.html': '<output></output><script type="module" src="/page.js"></script>',
    '/page.js': `const pixels = new Array(64).fill(1);\n${fileOf('page.js')}`,
    '/worker.js': fileOf('worker.js'),
    '/model.safetensors': weights,
  };
  const types: Readonly<Record<string, string>> = {
    '.html': 'text/html',
    '.js': 'text/javascript',
  };
  const server = createServer(({ url = '/' }, response) => {
    const path = join(library, url.replace(/^\/library\//, ''));
    const body = files[url] ?? (url.startsWith('/library/') ? readFileSync(path) : '');
    response.writeHead(200, { 'Content-Type': types[extname(url)] ?? 'text/plain' }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html`);
    await page.waitForFunction("document.querySelector('output').textContent !== ''");
    const expected = model
      .forward(ones([1, 64]))
      .argmax(1)
      .item();
    expect(await page.textContent('output')).toBe(`this is a ${expected}`);
  } finally {
    await browser.close();
    server.close();
  }
});
