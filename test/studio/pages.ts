/** The built pages for tests that serve them, and the Chromium that opens them. */

import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that looks like built pages, for tests of the server alone. */
export function fakePages(): string {
  const folder = mkdtempSync(join(tmpdir(), 'studio-pages-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>runs</title>');
  return folder;
}

/** A new folder for runs. */
export function runsFolder(): string {
  return mkdtempSync(join(tmpdir(), 'studio-runs-'));
}

/** Lines of metrics from `from` on. */
export function lines(from: number, to: number): string {
  const list: string[] = [];
  for (let step = from; step < to; step++) {
    const time = new Date(Date.UTC(2026, 0, 1) + 1000 * step).toISOString();
    const train = { loss: 1 / (step + 1) };
    list.push(`${JSON.stringify({ step, train, validation: null, time })}\n`);
  }
  return list.join('');
}

/** Writes a run with `steps` lines of metrics; returns its folder. */
export function writeRun(runs: string, name: string, steps: number): string {
  const folder = join(runs, name);
  mkdirSync(folder, { recursive: true });
  const settings = { lr: 0.1, steps };
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ source: 'made-up', settings }));
  writeFileSync(join(folder, 'metrics.jsonl'), lines(0, steps));
  return folder;
}

/** Where Chromium is; tests that need it are left out where it is not. */
export const chromiumPath: string = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Whether there is none. */
export const isChromiumMissing: boolean = !existsSync(chromiumPath);
