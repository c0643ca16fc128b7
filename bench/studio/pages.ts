/**
 * `tsx bench/studio/pages.ts <folder> [<seconds>]`: what a person waits for, in Chromium (at
 * `/usr/bin/chromium`, or the one that `CHROMIUM` names), over a folder of `make-runs.ts`: the
 * first paint and the charts of the page of runs, with five runs and with fifty; updates a second,
 * the page's time for each, and its memory while one run is written to for `seconds`; frames a
 * second of the playground, and how long its spiral takes.
 */

import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { buildPages } from '../../scripts/studio/build-pages.js';
import { startStudio } from '../../src/studio/index.js';

const [folder = 'runs', seconds = '30'] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const viewport = { width: 1280, height: 800 };

/** A new page; functions that are sent to it were compiled with a helper that it lacks. */
async function newPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport });
  await page.addInitScript('globalThis.__name ??= (one) => one;');
  return page;
}

/** Seconds, rounded. */
function shown(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

async function firstPaint(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return paint?.startTime ?? Number.NaN;
  });
}

/** Opens the page of runs with these; prints when it was painted, and when all charts were. */
async function openRuns(browser: Browser, url: string, what: string, names: readonly string[]) {
  const page = await newPage(browser);
  const start = performance.now();
  await page.goto(`${url}#runs=${names.map(encodeURIComponent).join(',')}`);
  await page.waitForFunction(() => {
    const places = [...document.querySelectorAll('.chart-place')];
    const seen = places.filter((one) => one.getBoundingClientRect().top < innerHeight);
    return seen.length > 0 && seen.every((one) => one.querySelector('canvas') !== null);
  });
  const charts = performance.now() - start;
  console.log(`${what}: first paint ${shown(await firstPaint(page))}, charts ${shown(charts)}`);
  return page;
}

async function metric(session: CDPSession, name: string): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find((one) => one.name === name)?.value ?? Number.NaN;
}

/** Writes to a live run, ten lines a second, and watches the page. */
async function watchLive(page: Page, live: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await page.evaluate(() => {
    let seen = '';
    let updates = 0;
    const look = (): void => {
      const text = document.querySelector('.run-list')?.textContent ?? '';
      if (text !== seen) updates++;
      seen = text;
      Reflect.set(window, 'updates', updates);
      requestAnimationFrame(look);
    };
    look();
  });
  const rounds = 4;
  for (let round = 0, step = 0; round < rounds; round++) {
    const busy = await metric(session, 'TaskDuration');
    const before = await page.evaluate<number>('window.updates');
    const end = performance.now() + (1000 * Number(seconds)) / rounds;
    while (performance.now() < end) {
      step++;
      const line = { step, train: { loss: 1 / step }, time: new Date().toISOString() };
      appendFileSync(join(live, 'metrics.jsonl'), `${JSON.stringify(line)}\n`);
      await new Promise((done) => setTimeout(done, 100));
    }
    const updates = (await page.evaluate<number>('window.updates')) - before;
    const spent = ((await metric(session, 'TaskDuration')) - busy) / updates;
    await session.send('HeapProfiler.collectGarbage');
    const heap = (await metric(session, 'JSHeapUsedSize')) / 2 ** 20;
    const rate = (updates * rounds) / Number(seconds);
    console.log(
      `live: ${rate.toFixed(1)} updates a second, ${(1000 * spent).toFixed(0)} ms each, ` +
        `heap ${heap.toFixed(1)} MiB after ${step} lines`,
    );
  }
}

async function framesOf(page: Page, milliseconds: number): Promise<number> {
  return page.evaluate(async (time) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.output canvas');
    const step = (): string => canvas?.dataset.step ?? '';
    let [frames, last] = [0, step()];
    const end = performance.now() + time;
    while (performance.now() < end) {
      await new Promise((done) => requestAnimationFrame(done));
      if (step() !== last) frames++;
      last = step();
    }
    return (1000 * frames) / time;
  }, milliseconds);
}

async function playground(browser: Browser, url: string): Promise<void> {
  const page = await newPage(browser);
  const choices = JSON.stringify({ hidden: [8, 8], count: 500 });
  await page.goto(`${url}playground.html#${new URLSearchParams({ play: choices })}`);
  await page.waitForSelector('.output canvas');
  await page.getByRole('button', { name: 'Train' }).click();
  await page.waitForTimeout(2000);
  console.log(
    `playground 2-8-8-1, 500 points: ${(await framesOf(page, 5000)).toFixed(0)} frames a second`,
  );
  await page.reload();
  await page.waitForSelector('.output canvas');
  const start = performance.now();
  await page.getByLabel('begin with').selectOption({ label: 'spiral, learned in seconds' });
  await page.getByRole('button', { name: 'Train' }).click();
  await page.waitForFunction(
    () =>
      Number.parseFloat(document.querySelectorAll('.play-numbers dd')[3]?.textContent ?? '') >= 99,
    undefined,
    { timeout: 60_000 },
  );
  console.log(
    `spiral: 99 % of the test points are right after ${shown(performance.now() - start)}`,
  );
  await page.close();
}

const pages = mkdtempSync(join(tmpdir(), 'studio-bench-'));
await buildPages(pages);
const live = join(folder, 'live-now');
mkdirSync(live, { recursive: true });
writeFileSync(join(live, 'run.json'), JSON.stringify({ source: 'live', settings: { steps: 1e5 } }));
writeFileSync(join(live, 'metrics.jsonl'), '');
writeFileSync(join(live, '.lock'), String(process.pid));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const studio = await startStudio(folder, { port: 0, pages });
try {
  const names = readdirSync(folder).filter((name) => name.startsWith('made-'));
  const long = names.filter((name) => name.startsWith('made-100000-'));
  const many = names.filter((name) => !long.includes(name)).slice(0, 50);
  const first = await openRuns(browser, studio.url, 'five runs and a live one', [
    'live-now',
    ...many.slice(0, 5),
  ]);
  await watchLive(first, live);
  await first.close();
  for (const [what, list] of [
    ['fifty of 10,000 points', many],
    ['fifty of 100,000 points', long],
    ['the same again', long],
  ] as const) {
    await (await openRuns(browser, studio.url, what, list)).close();
  }
  await playground(browser, studio.url);
} finally {
  await browser.close();
  await studio.close();
  rmSync(pages, { recursive: true, force: true });
  rmSync(live, { recursive: true, force: true });
}
