/** A training that holds the lock of its folder is live, and can be told what to do. */

import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startStudio } from 'chainrule/studio';
import { RunFolder } from 'chainrule/train';
import { expect, it } from 'vitest';
import { fakePages, runsFolder, writeRun } from './pages.js';

it('a locked folder is live, and no longer when it is free', async () => {
  const runs = runsFolder();
  const unlock = RunFolder.create(join(runs, 'mine-1')).lock();
  writeRun(runs, 'mine-1', 5);
  const studio = await startStudio(runs, { port: 0, pages: fakePages() });
  const state = async (): Promise<string> => {
    await fetch(`${studio.url}api/runs`);
    return (await (await fetch(`${studio.url}api/run?run=mine-1`)).json()).row.state;
  };
  expect(await state()).toBe('live');
  unlock();
  expect(await state()).not.toBe('stopped');
  await studio.close();
  rmSync(runs, { recursive: true, force: true });
});

it('a paused training stays paused while it saves or takes another learning rate', async () => {
  const runs = runsFolder();
  const unlock = RunFolder.create(join(runs, 'mine-1')).lock();
  const folder = writeRun(runs, 'mine-1', 5);
  const studio = await startStudio(runs, { port: 0, pages: fakePages() });
  const stateAfter = async (command: string): Promise<string> => {
    const line = JSON.stringify({ event: 'control', step: 3, command });
    appendFileSync(join(folder, 'events.jsonl'), `${line}\n`);
    await fetch(`${studio.url}api/runs`);
    return (await (await fetch(`${studio.url}api/run?run=mine-1`)).json()).row.state;
  };
  const states: string[] = [];
  for (const command of ['pause', 'lr', 'save', 'resume', 'lr']) {
    states.push(await stateAfter(command));
  }
  expect(states).toEqual(['paused', 'paused', 'paused', 'live', 'live']);
  unlock();
  await studio.close();
  rmSync(runs, { recursive: true, force: true });
});
