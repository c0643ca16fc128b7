/**
 * `tsx scripts/studio/pictures.ts [<name> ...]`: the pictures of `docs/studio.md` and the README,
 * or those of these names, taken in Chromium (at `/usr/bin/chromium`, or the one that `CHROMIUM`
 * names), over trainings that it makes up.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { startStudio } from '../../src/studio/index.js';
import { buildPages } from './build-pages.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = join(root, 'docs/figures');
const work = mkdtempSync(join(tmpdir(), 'studio-pictures-'));
const neuron =
  'x1 = 2; x2 = 0; w1 = -3; w2 = 1\nb = 6.8813735870195432\nn = x1*w1 + x2*w2 + b\no = tanh(n)';

/** What is photographed, and what is done before. */
const pictures: readonly {
  readonly name: string;
  readonly path: string;
  readonly prepare: (page: Page) => Promise<unknown>;
}[] = [
  {
    name: 'studio-runs',
    path: '',
    prepare: async (page) => {
      await page.waitForSelector('.chart-place canvas');
      await page.mouse.move(700, 290);
      await page.mouse.move(760, 300);
      await page.waitForSelector('.chart-tip');
    },
  },
  {
    name: 'studio-stepper',
    path: `stepper.html#${new URLSearchParams({ code: neuron, step: '9' })}`,
    prepare: (page) => page.waitForSelector('.graph .node'),
  },
  {
    name: 'studio-playground',
    path: `playground.html#${new URLSearchParams({ play: '{"data":"spiral","noise":0,"hidden":[16,16],"count":400}' })}`,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Train' }).click();
      await page.waitForFunction(
        () =>
          Number(document.querySelector<HTMLElement>('.output canvas')?.dataset.step ?? 0) > 2000,
        undefined,
        { timeout: 300_000 },
      );
      await page.getByRole('button', { name: 'Pause' }).click();
    },
  },
  {
    name: 'studio-layer',
    path: 'stepper.html#view=layer&step=7',
    prepare: (page) => page.getByRole('button', { name: /^gradient of w\[1,2\]/ }).click(),
  },
];

const made = [join(root, 'bench/studio/make-runs.ts'), join(work, 'runs'), '5', '600'];
spawnSync(process.execPath, ['--import', 'tsx', ...made], { cwd: root, stdio: 'inherit' });
await buildPages(join(work, 'pages'));
const studio = await startStudio(join(work, 'runs'), { port: 0, pages: join(work, 'pages') });
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
mkdirSync(out, { recursive: true });
const wanted = process.argv.slice(2);
for (const { name, path, prepare } of pictures) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${studio.url}${path}`);
  await page.waitForTimeout(2000);
  await prepare(page);
  await page.waitForTimeout(800);
  await page.screenshot({ path: join(out, `${name}.png`) });
  await page.close();
}
await browser.close();
await studio.close();
rmSync(work, { recursive: true, force: true });
