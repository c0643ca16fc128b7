/**
 * `npm run docs:check`: looks at the built site in Chromium. Types, links, requests, accessibility
 * of twelve pages in light and dark, search, the way from page to page, first paint, size, and a
 * program that runs. `--pictures` writes screenshots into
 * `runs/site/`. Needs `npm run docs` before, and Chromium (`CHROMIUM` names another one).
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const dist = fileURLToPath(new URL('./dist/', import.meta.url));
const axe = fileURLToPath(new URL('./node_modules/axe-core/axe.min.js', import.meta.url));
const pictures = fileURLToPath(new URL('../runs/site/', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.ts': 'text/plain; charset=utf-8',
};
/** Pages of every kind. */
const pages = [
  'index.html',
  'guide/index.html',
  'guide/1-derivatives-and-backpropagation.html',
  'guide/2-write-the-engine.html',
  'guide/9-seeing-writing-attending.html',
  'how-to/table.html',
  'coming-from/pytorch.html',
  'docs/performance.html',
  'reference/index.html',
  'reference/nn-activations.html',
  'play/playground.html',
  'play/stepper.html',
];
if (!existsSync(dist)) {
  console.error('There is no site yet in site/dist. Run: npm run docs');
  process.exit(2);
}
const problems: string[] = [];
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
  statSync(join(dist, name)).isFile(),
);

const html = new Map(
  files
    .filter((name) => name.endsWith('.html'))
    .map((name) => [name, readFileSync(join(dist, name), 'utf8')] as const),
);

/** What is wrong with a link of a page: no file there, or no such place on that page. */
function problemOf(name: string, target: string): string | null {
  const [path = '', anchor = ''] = decodeURIComponent(target).split('#');
  const file = path === '' ? name : join(path.startsWith('/') ? '.' : dirname(name), path);
  const page = file === '.' || file.endsWith('/') ? join(file, 'index.html') : file;
  if (!existsSync(join(dist, page))) return `${name}: no ${target}`;
  const text = html.get(page);
  const isMissing = anchor !== '' && text !== undefined && !text.includes(`id="${anchor}"`);
  return isMissing ? `${name}: no place ${target}` : null;
}

function checkLinks(): void {
  let count = 0;
  for (const [name, text] of html) {
    for (const [, target = ''] of text.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
      if (/^[a-z]+:|^\/\//.test(target)) continue;
      count += 1;
      problems.push(...[problemOf(name, target)].flatMap((each) => each ?? []));
    }
  }
  console.log(`${html.size} pages, ${count} links`);
}

/** The theme's own files are type-checked where their libraries are. */
function checkTypes(): void {
  const tsc = fileURLToPath(new URL('./node_modules/vue-tsc/bin/vue-tsc.js', import.meta.url));
  const cwd = fileURLToPath(new URL('./', import.meta.url));
  const args = [tsc, '--noEmit', '-p', 'tsconfig.json'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (status !== 0) problems.push(`types:\n${stdout}`);
  console.log('types');
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

async function checkAccess(page: Page, address: string): Promise<void> {
  const rules = readFileSync(axe, 'utf8');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of pages) {
      await page.goto(`${address}/${path}`, { waitUntil: 'networkidle' });
      // Evaluated, since some pages allow no script but their own.
      await page.evaluate(rules);
      const violations = await page.evaluate<Violation[]>('axe.run().then((r) => r.violations)');
      for (const { id, impact, nodes } of violations) {
        if (impact !== 'serious' && impact !== 'critical') continue;
        const where = `${nodes[0]?.target.join(' ')} and ${nodes.length - 1} more`;
        problems.push(`${path}, ${colorScheme}: ${impact} ${id} at ${where}`);
      }
    }
  }
  console.log(`axe: ${pages.length} pages, light and dark`);
}

/** From page to page by the bar at the side, to a place on the page, and back to where one was. */
async function checkWay(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/guide/index.html`, { waitUntil: 'networkidle' });
  await page.locator('.VPSidebar a', { hasText: 'Write the engine' }).click();
  await page.waitForURL('**/2-write-the-engine.html');
  await page.locator('.VPDocAsideOutline a', { hasText: 'The right order' }).click();
  await page.waitForURL('**#the-right-order');
  await page.goBack();
  await page.waitForTimeout(300);
  const title = (await page.locator('h1').textContent()) ?? '';
  if (!title.includes('Write the engine')) problems.push(`back on the page, it shows '${title}'`);
  console.log(`way: ${title.slice(0, 40)}`);
}

async function checkSearch(page: Page, address: string): Promise<void> {
  for (const term of ['topk', 'exploding gradient', 'StaleTensorError']) {
    await page.goto(`${address}/guide/index.html`, { waitUntil: 'networkidle' });
    await page.keyboard.press('Control+k');
    await page.fill('.search-input', term);
    const first = page
      .locator('.VPLocalSearchBox .result', { hasText: new RegExp(term.split(' ')[0] ?? '', 'i') })
      .first();
    const isThere = await first.waitFor({ timeout: 15_000 }).then(
      () => true,
      () => false,
    );
    const text = isThere ? ((await first.textContent()) ?? '').replace(/\s+/g, ' ').trim() : '';
    if (!isThere) problems.push(`search finds nothing for '${term}'`);
    console.log(`search '${term}': ${text.slice(0, 90)}`);
  }
}

async function checkLive(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/guide/1-derivatives-and-backpropagation.html`, {
    waitUntil: 'networkidle',
  });
  const live = page.locator('.live').first();
  await live.getByRole('button', { name: 'Run it here' }).click();
  await live.getByRole('button', { name: 'Run', exact: true }).click();
  await live
    .locator('.picture')
    .first()
    .waitFor({ timeout: 60_000 })
    .catch(() => {
      problems.push('the first program of the guide draws nothing on its page');
    });
  const text = (await live.locator('.output').textContent()) ?? '';
  if (!text.includes('f(3) = 20'))
    problems.push(`the first program printed: ${text.slice(0, 200)}`);
  console.log(`live: ${text.split('\n').length} lines`);
}

async function checkPaint(browser: Browser, address: string): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const page = await browser.newPage();
    await page.goto(`${address}/index.html`, { waitUntil: 'load' });
    await page.waitForTimeout(300);
    times.push(
      await page.evaluate(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 1e9,
      ),
    );
    await page.close();
  }
  const paint = times.sort((a, b) => a - b)[2] ?? 1e9;
  if (paint > 1000) problems.push(`first paint after ${paint.toFixed(0)} ms`);
  const bytes = files
    .filter((name) => !/\.(svg|png)$/.test(name))
    .reduce((sum, name) => sum + statSync(join(dist, name)).size, 0);
  if (bytes > 10e6) problems.push(`${(bytes / 1e6).toFixed(1)} MB without pictures`);
  console.log(
    `first paint ${paint.toFixed(0)} ms, ${(bytes / 1e6).toFixed(1)} MB without pictures`,
  );
}

async function takePictures(browser: Browser, address: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [name, width, height] of [
      ['wide', 1280, 800],
      ['phone', 390, 844],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme });
      for (const path of pages) {
        await page.goto(`${address}/${path}`, { waitUntil: 'networkidle' });
        const file = `${path.replaceAll(/[/.]/g, '-')}-${name}-${colorScheme}.png`;
        await page.screenshot({ path: join(pictures, file) });
      }
      await page.close();
    }
  }
}

const server = createServer(({ url = '/' }, response) => {
  const path = decodeURIComponent(url.split('?')[0] ?? '/');
  const file = join(dist, path.endsWith('/') ? `${path}index.html` : path);
  if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
  response.end(readFileSync(file));
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  checkTypes();
  checkLinks();
  const page = await browser.newPage();
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(data|blob):/.test(url))
      problems.push(`a request to ${url}`);
  });
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  await checkAccess(page, address);
  await checkSearch(page, address);
  await checkWay(page, address);
  await checkLive(page, address);
  await checkPaint(browser, address);
  if (process.argv.includes('--pictures')) await takePictures(browser, address);
} finally {
  await browser.close();
  server.close();
}
for (const problem of problems.slice(0, 60)) console.log(`PROBLEM ${problem}`);
console.log(`${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
