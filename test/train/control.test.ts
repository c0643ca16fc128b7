/** What a training does when it is told to, by an object and by lines of a file. */

import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ControlQueue, RunFolder } from 'chainrule/train';
import { afterAll, describe, expect, it } from 'vitest';
import { classifier } from './classifier.js';

const root = mkdtempSync(join(tmpdir(), 'chainrule-control-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('ControlQueue', () => {
  it('sets the learning rate between two steps', async () => {
    const { trainer, optimizer } = classifier();
    const control = new ControlQueue();
    const rates: number[] = [];
    const onBatch = ({ batch }: { batch: number }): void => {
      rates.push(optimizer.lr);
      if (batch === 2) control.send({ command: 'lr', value: 0.5 });
    };
    await trainer.fit({ epochs: 1, control, onBatch });
    expect(rates.slice(0, 4)).toEqual([0.01, 0.01, 0.5, 0.5]);
  });

  it('pauses, goes on, and ends with the same bits', async () => {
    const alone = classifier();
    await alone.trainer.fit({ epochs: 2 });
    const { trainer, weights } = classifier();
    const control = new ControlQueue();
    let batches = 0;
    const onBatch = (): void => {
      batches += 1;
      if (batches === 3) control.send({ command: 'pause' });
    };
    const running = trainer.fit({ epochs: 2, control, onBatch });
    while (batches < 3) await pause(5);
    // Long enough for some more, if it did not pause.
    await pause(50);
    expect(batches).toBe(3);
    control.send({ command: 'resume' });
    await running;
    expect(weights()).toEqual(alone.weights());
  });

  it('a pause ends with the signal', async () => {
    const { trainer } = classifier();
    const control = new ControlQueue();
    control.send({ command: 'pause' });
    const stop = new AbortController();
    const running = trainer.fit({ epochs: 2, control, signal: stop.signal });
    setTimeout(() => stop.abort(), 20);
    expect((await running).finished).toBe(false);
  });
});

describe('control.jsonl', () => {
  const eventsOf = (folder: RunFolder): Record<string, unknown>[] =>
    readFileSync(folder.events, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('is obeyed, and each command noted', async () => {
    const folder = RunFolder.create(join(root, 'told'));
    const { trainer } = classifier();
    appendFileSync(folder.control, `${JSON.stringify({ command: 'stop' })}\n`);
    const now = new Date(Date.now() + 1000).toISOString();
    const running = trainer.fit({ epochs: 1000, control: true, folder });
    const lines = [
      JSON.stringify({ command: 'save', time: now }),
      JSON.stringify({ command: 'explode', time: now }),
      'what?',
      JSON.stringify({ command: 'lr', value: 0.25 }),
      JSON.stringify({ command: 'stop' }),
      // Not whole, so not read.
      '{"command":',
    ];
    appendFileSync(folder.control, lines.join('\n'));
    expect((await running).finished).toBe(false);
    expect(existsSync(folder.last)).toBe(true);
    const told = eventsOf(folder).filter(({ event }) => event !== 'save');
    expect(told).toMatchObject([
      { event: 'control', command: 'save', epoch: 0, step: 1 },
      { event: 'control-refused', reason: expect.stringContaining('no command "explode"') },
      { event: 'control-refused', reason: 'expected an object with a command, got "what?"' },
      { event: 'control', command: 'lr', value: 0.25 },
      { event: 'control', command: 'stop' },
      { event: 'stop', ending: 'command' },
    ]);
  });

  it('needs a folder', async () => {
    const { trainer } = classifier();
    await expect(trainer.fit({ epochs: 1, control: true })).rejects.toThrow(
      'fit: control: true needs a folder',
    );
  });
});
