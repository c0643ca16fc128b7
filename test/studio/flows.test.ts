/**
 * The studio's pages in a real Chromium: what people do on them, by pointer and by keys, on a
 * screen and on a phone, light and dark, with axe's rules. Left out, with a line that says so,
 * where Chromium is not installed (`CHROMIUM` names another path).
 */

import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Studio, startStudio } from 'chainrule/studio';
import { SummaryWriter } from 'chainrule/train';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPages } from '../../scripts/studio/build-pages.js';
import {
  chromiumPath,
  isChromiumMissing,
  lines,
  openEcho,
  runsFolder,
  writeInside,
  writeRun,
  writeTables,
} from './pages.js';

if (isChromiumMissing) {
  console.warn(`SKIPPED: tests of the studio's pages, there is no Chromium at ${chromiumPath}`);
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const sizes = { screen: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe calls serious or worse. */
async function seriousOn(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate<Violation[]>(
    "axe.run({ resultTypes: ['violations'] }).then((r) => r.violations)",
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
}

describe.skipIf(isChromiumMissing)('the pages', { timeout: 120_000 }, () => {
  const pages = mkdtempSync(join(tmpdir(), 'studio-pages-'));
  const runs = runsFolder();
  let browser: Browser;
  let studio: Studio;
  let complaints: string[] = [];

  async function open(path: string, size: keyof typeof sizes, scheme: 'light' | 'dark') {
    const page = await browser.newPage({ viewport: sizes[size], colorScheme: scheme });
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error')
        complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('request', (request) => {
      const { url } = studio;
      const isOurs = request.url().startsWith(url) || /^(blob|data):/.test(request.url());
      if (!isOurs) complaints.push(`a request to ${request.url()}`);
    });
    await page.goto(`${studio.url}${path}`);
    return page;
  }

  beforeAll(async () => {
    await buildPages(pages);
    writeRun(runs, 'first-1', 400);
    writeRun(runs, 'second-2', 300);
    writeInside(join(runs, 'first-1'));
    writeTables(writeRun(runs, 'words-3', 3));
    studio = await startStudio(runs, { port: 0, pages, openModel: openEcho });
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath: chromiumPath, args });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
    rmSync(runs, { recursive: true, force: true });
    rmSync(pages, { recursive: true, force: true });
  });

  it.each([
    ['', 'screen', 'light'],
    ['', 'phone', 'dark'],
    ['#view=table', 'screen', 'dark'],
    ['#run=first-1', 'phone', 'light'],
    ['stepper.html#step=4', 'screen', 'dark'],
    ['stepper.html#step=6', 'phone', 'light'],
    ['stepper.html#view=layer&step=5', 'phone', 'dark'],
    ['playground.html', 'screen', 'light'],
    ['playground.html', 'phone', 'dark'],
  ] as const)("pass axe's rules: /%s %s %s", async (path, size, scheme) => {
    const page = await open(path, size, scheme);
    await page.waitForSelector('.u-wrap, .graph .node, .matrix, .run-table, .output canvas');
    expect(await seriousOn(page)).toEqual([]);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(sizes[size].width);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('show runs live, by keys, and keep notes', async () => {
    const page = await open('', 'screen', 'light');
    await page.waitForSelector('.chart canvas');
    const row = page.locator('.run-row', { hasText: 'first-1' });
    await row.getByRole('button', { name: 'Show first-1' }).focus();
    await page.keyboard.press('Enter');
    expect(await row.locator('.run-dot').getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('Enter');
    appendFileSync(join(runs, 'first-1', 'metrics.jsonl'), lines(400, 520));
    await page.waitForFunction(
      () => document.querySelector('.run-list')?.textContent?.includes('0.00192') ?? false,
    );
    await page.locator('.chart-place').first().focus();
    await page.keyboard.press('End');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.chart-tip');
    await page.keyboard.press('+');
    await page.waitForFunction(() => location.hash.includes('zoom='));
    await page.keyboard.press('0');
    await row.locator('.run-open').click();
    await page.getByRole('button', { name: 'Tags and notes' }).click();
    await page.getByRole('textbox', { name: 'Tags' }).fill('good');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.getByRole('button', { name: 'All runs' }).click();
    await page.getByRole('searchbox').fill('#good');
    await page.waitForFunction(() => document.querySelectorAll('.run-row').length === 1);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('show what went on inside a run, and its mistakes', async () => {
    const page = await open('#run=first-1&tab=layers', 'screen', 'dark');
    await page.waitForSelector('.ridge');
    const boxes = page.locator('.model-box');
    expect(await boxes.count()).toBe(3);
    await boxes.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-module="layers"]:focus').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.locator('[data-module="layers.0"]').waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowRight');
    await page.locator('[data-module="layers.0"]').click();
    expect(await page.locator('.layers h2').textContent()).toBe('layers.0');
    expect(await seriousOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'List' }).click();
    expect(await page.locator('.module').allTextContents()).toHaveLength(4);
    await page.getByRole('button', { name: 'Close layers' }).press('Enter');
    expect(await page.locator('.module').allTextContents()).toHaveLength(3);
    await page.getByRole('button', { name: 'layers Sequential' }).click();
    expect(await page.locator('.ridges').allTextContents()).toEqual([
      expect.stringContaining('layers.0 says'),
      expect.stringContaining('layers.0.weight'),
      expect.stringContaining('gradient of layers.0.weight'),
    ]);
    expect(await seriousOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Results' }).click();
    await page.getByRole('button', { name: '2 times cat taken for dog: show them' }).click();
    expect(await page.locator('.samples li').allTextContents()).toEqual([
      expect.stringContaining('90 % sure, sample 7'),
    ]);
    // A pointer that rests where the drawing scrolls to would choose as well.
    await page.mouse.move(0, 0);
    await page.getByRole('application').press('ArrowRight');
    const shown = page.locator('.plane-point', { hasText: 'cat taken for dogsample 1' });
    await shown.waitFor();
    expect(await seriousOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('show a table of embeddings in the plane', async () => {
    const page = await open('#run=words-3&tab=layers', 'phone', 'light');
    const shown = page.locator('.embedding .plane-point');
    await shown.filter({ hasText: 'row 0' }).waitFor();
    expect(await page.locator('.embedding figcaption').textContent()).toContain('4 rows of 3');
    await page.getByRole('application').press('ArrowRight');
    await shown.filter({ hasText: 'row 1' }).waitFor();
    expect(await shown.locator('li').first().textContent()).toContain('row 3');
    expect(await seriousOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('ask a model about a row, a drawing and a file', async () => {
    const page = await open('#run=first-1&tab=predict', 'phone', 'dark');
    const said = page.locator('.said').first();
    const says = (text: string | RegExp): Promise<void> => said.filter({ hasText: text }).waitFor();
    await says('4.2 short');
    await page.getByLabel('weight').fill('17');
    await page.getByLabel('hair').selectOption('long');
    await says('17 long');
    await page.getByRole('application').focus();
    for (const key of [' ', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    await says(/^[1-9]\d?$/);
    const file = { name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from('weight\n3\n') };
    await page.getByLabel('A file to predict').setInputFiles(file);
    expect(await page.locator('.file-predictions').textContent()).toContain('right: 1 of 2');
    expect(await page.locator('.wrong').allTextContents()).toEqual(['dog, so it is wrong']);
    expect(await seriousOn(page)).toEqual([]);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(sizes.phone.width);
    await page.getByRole('button', { name: 'Wipe off' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.one-prediction').length === 0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('delete a run, and bring it back', async () => {
    const page = await open('#run=second-2', 'screen', 'dark');
    // What is asked of a run in the moment of its end would be answered with "not found".
    await page.waitForSelector('.run-overview .chart canvas');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.waitForFunction(() => document.body.textContent?.includes('second-2') ?? false);
    await page.locator('.run-row', { hasText: 'second-2' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('step through the lecture by keys', async () => {
    const page = await open('stepper.html', 'screen', 'light');
    await page.getByLabel('Examples').selectOption({ label: 'lecture: L' });
    await page.waitForSelector('.graph .node');
    await page.locator('.graph-place').focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.node.result.known');
    expect(await page.locator('.node.result').textContent()).toContain('−8');
    await page.keyboard.press('End');
    const words = await page.locator('.node.given').allTextContents();
    expect(words.find((text) => text.startsWith('aa'))).toContain('grad 6');
    await page.keyboard.press('Home');
    expect(await page.locator('.node.known:not(.given)').count()).toBe(0);
    await page.getByRole('button', { name: 'step down' }).click();
    expect(await page.locator('.descent').textContent()).not.toContain('L −8 ');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('step through a layer, and show where a number comes from', async () => {
    const page = await open('stepper.html', 'screen', 'dark');
    await page.getByLabel('Examples').selectOption('layer');
    await page.waitForSelector('.matrix-z .cell:disabled');
    await page.locator('h1').press('End');
    await page.getByRole('button', { name: /^gradient of w\[1,2\]/ }).click();
    expect(await page.locator('.cell.source').allTextContents()).toHaveLength(4);
    expect(await page.locator('.origin h2').textContent()).toBe(
      '∂loss/∂w[1,2] = Σ ∂loss/∂z[i,1] · x[i,2]',
    );
    await page.getByRole('button', { name: /^w\[1,2\]/ }).click();
    const slopes = await page.locator('.origin dd').allTextContents();
    expect(slopes[0]?.slice(0, 7)).toBe(slopes[1]?.slice(0, 7));
    await page.getByRole('button', { name: 'step down' }).click();
    await page.waitForFunction(() => document.body.textContent?.includes('→') ?? false);
    expect(await seriousOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('show the tensors of a file, which stays here', async () => {
    const page = await open('', 'screen', 'light');
    await page.waitForSelector('.run-row');
    const file = new URL('../fixtures/io/reference.safetensors', import.meta.url);
    await page.getByLabel('Open a safetensors, ONNX or event file').setInputFiles(file.pathname);
    await page.waitForSelector('.dropped tbody tr');
    expect(await page.locator('.dropped tbody tr').allTextContents()).toHaveLength(11);
    expect(await seriousOn(page)).toEqual([]);
    const writer = new SummaryWriter(join(runs, '.events'));
    for (let step = 0; step < 5; step++) writer.addScalar('loss', 1 / (1 + step), { step });
    writer.addHistogram('weight', [1, 2, 3]);
    await page.getByLabel('Open a safetensors, ONNX or event file').setInputFiles(writer.path);
    await page.waitForSelector('.event-curve');
    expect(await page.locator('.event-curve').textContent()).toContain('loss 0.2 step 4');
    await page.waitForSelector('.ridges');
    expect(await seriousOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close the file' }).click();
    await page.waitForSelector('.chart canvas');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('train, go back, and say the same in TypeScript', async () => {
    const page = await open('playground.html', 'screen', 'dark');
    await page.waitForFunction(() => document.querySelectorAll('.neuron').length === 9);
    const step = (): Promise<number> =>
      page.evaluate(() =>
        Number(document.querySelector('.play-numbers dd')?.textContent?.replaceAll(',', '')),
      );
    await page.locator('body').press('Shift+ArrowRight');
    await page.waitForFunction(
      () => document.querySelector('.play-numbers dd')?.textContent === '100',
    );
    const losses = await page.locator('.play-numbers').textContent();
    await page.getByRole('button', { name: 'Train' }).click();
    await page.waitForFunction(
      () => Number(document.querySelector('.play-numbers dd')?.textContent) > 110,
    );
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await step()).toBeGreaterThan(110);
    await page.getByLabel('Go to a step').fill('100');
    await page.waitForFunction(
      () => document.querySelector('.play-numbers dd')?.textContent === '100',
    );
    expect(await page.locator('.play-numbers').textContent()).toBe(losses);
    await page.locator('.menu summary').press('Enter');
    await page.getByRole('button', { name: 'code' }).click();
    await page.waitForSelector('.program');
    expect(await page.locator('.program').textContent()).toContain('step < 100');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'paint', exact: true }).click();
    const place = page.locator('.output-place');
    const touch = { pointerType: 'touch', clientX: 1000, clientY: 300 };
    const circles = page.locator('.points circle');
    expect(await circles.count()).toBe(300);
    // In one go: on a busy machine a finger that is lifted later would have rested.
    await place.evaluate((element, init) => {
      element.dispatchEvent(new PointerEvent('pointerdown', init));
      element.dispatchEvent(new PointerEvent('pointerup', init));
    }, touch);
    await page.waitForFunction(() => document.querySelectorAll('.points circle').length === 301);
    await place.dispatchEvent('pointerdown', touch);
    await page.waitForFunction(() => document.querySelectorAll('.points circle').length === 300);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('fork, and see both networks at the same step', async () => {
    const page = await open('playground.html', 'screen', 'light');
    const stepIs = (text: string) => page.locator('.beside-step', { hasText: text }).waitFor();
    await page.locator('body').press('Shift+ArrowRight');
    await page.waitForFunction(
      () => document.querySelector('.play-numbers dd')?.textContent === '100',
    );
    await page.getByRole('button', { name: 'fork here' }).press('Enter');
    await stepIs('100');
    const numbers = (): Promise<string[]> => page.locator('.beside-pane dl').allTextContents();
    const [mine, other] = await numbers();
    expect(other).toBe(mine);
    const rate = page.getByRole('spinbutton', { name: 'learning rate' });
    await rate.fill('0.1');
    await rate.press('Enter');
    await rate.blur();
    await page.locator('body').press('Shift+ArrowRight');
    await stepIs('200');
    const [changed, same] = await numbers();
    expect(changed).not.toBe(same);
    expect(await page.locator('.beside .curve.kept').count()).toBe(3);
    expect(await seriousOn(page)).toEqual([]);
    await page.getByLabel('Go to a step').fill('100');
    await stepIs('100');
    expect(await numbers()).toEqual([mine, other]);
    await page.getByRole('button', { name: 'back to one' }).click();
    await page.getByRole('button', { name: 'side by side' }).click();
    await page.getByRole('button', { name: 'drop' }).click();
    await page.locator('.neuron').first().waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('bring a network of the playground to the stepper', async () => {
    const play = encodeURIComponent('{"hidden":[2],"count":60}');
    const page = await open(`playground.html#play=${play}`, 'phone', 'light');
    await page.locator('body').press('Shift+ArrowRight');
    await page.waitForFunction(
      () => document.querySelector('.play-numbers dd')?.textContent === '100',
    );
    await page.locator('.menu summary').click();
    await page.getByRole('button', { name: 'stepper' }).click();
    await page.getByLabel('point', { exact: true }).fill('7');
    expect(await seriousOn(page)).toEqual([]);
    await page.getByRole('link', { name: 'Open in the stepper' }).press('Enter');
    await page.waitForSelector('.graph .node');
    expect(await page.getByRole('textbox', { name: 'Expression' }).inputValue()).toContain(
      'h12 = tanh(b12 + w121*x1',
    );
    await page.locator('h1').press('End');
    expect(await page.locator('.node.result').textContent()).toContain('grad 1');
    expect(await seriousOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('step through TypeScript, and say which line is not read', async () => {
    const page = await open('stepper.html', 'screen', 'dark');
    const text = page.getByRole('textbox', { name: 'Expression' });
    await text.fill("const a = new Value(2);\nconst d = a.mul(-3).add(a).named('d');");
    await page.locator('.node', { hasText: 'a*-3' }).first().waitFor();
    await page.locator('.graph-place').press('End');
    await page.locator('.node.given', { hasText: 'grad −2' }).waitFor();
    await text.fill('const a = new Value(2);\nif (a) a.tanh();');
    expect(await page.getByRole('alert').textContent()).toContain("line 2: 'if' is not read here");
    expect(await seriousOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('teach where there is nothing', async () => {
    const nothing = await startStudio(join(runs, 'nothing'), { port: 0, pages });
    const page = await browser.newPage();
    await page.goto(nothing.url);
    await page.waitForSelector('.empty');
    expect(await page.locator('.empty').textContent()).toContain('npx chainrule train digits');
    await page.close();
    await nothing.close();
  });
});
