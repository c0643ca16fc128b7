/** The studio's server: what it tells, live, and what it refuses. */

import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { type RunsAnswer, type Studio, startStudio } from 'chainrule/studio';
import { SummaryWriter } from 'chainrule/train';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakePages, lines, runsFolder, writeRun } from './pages.js';

const pages = fakePages();
let runs = '';
let studio: Studio;

beforeEach(async () => {
  runs = runsFolder();
  studio = await startStudio(runs, { port: 0, pages });
});

afterEach(async () => {
  await studio.close();
  rmSync(runs, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A request with any path and any headers, which `fetch` would not send. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { port } = new URL(studio.url);
  return new Promise((done, failed) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => done({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', failed);
    sent.end();
  });
}

async function rows(): Promise<RunsAnswer['runs']> {
  const answer: RunsAnswer = await (await fetch(`${studio.url}api/runs`)).json();
  return answer.runs;
}

function post(path: string, body: unknown): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return fetch(`${studio.url}api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Reads server-sent events until `enough` of the text so far. */
async function listen(path: string, enough: (text: string) => boolean): Promise<string> {
  const controller = new AbortController();
  const response = await fetch(`${studio.url}${path}`, { signal: controller.signal });
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (enough(text)) break;
  }
  controller.abort();
  return text;
}

describe('what it tells', () => {
  it('is a folder of event files, too: curves, histograms, and what is damaged', async () => {
    const folders = ['train', 'validation'].map((part) => join(runs, 'keras-1', part));
    for (const folder of folders) {
      const writer = new SummaryWriter(folder);
      for (const step of [0, 1, 2]) writer.addScalar('epoch_loss', 1 / (1 + step), { step });
      writer.addHistogram('kernel', [1, 2, 3], { step: 2 });
      if (folder === folders[1]) appendFileSync(writer.path, 'cut');
    }
    const [row] = await rows();
    expect(row).toMatchObject({ name: 'keras-1', last: { step: 2 } });
    expect(row?.best).toEqual([{ metric: 'validation/epoch_loss', value: Math.fround(1 / 3) }]);
    expect(row?.damage).toContain('the last 3 bytes cannot be read');
    const names = await (await fetch(`${studio.url}api/metrics?run=keras-1`)).json();
    expect(names['keras-1'].sort()).toEqual(
      ['step', 'time', 'train/epoch_loss', 'validation/epoch_loss'].sort(),
    );
    const layers = await (await fetch(`${studio.url}api/layers?run=keras-1`)).json();
    expect(Object.keys(layers.epochs[0].parameters)).toEqual(['train/kernel', 'validation/kernel']);
    new SummaryWriter(folders[0] ?? '').addScalar('epoch_loss', 0.1, { step: 3 });
    expect((await rows())[0]?.last).toMatchObject({
      step: 3,
      'train/epoch_loss': Math.fround(0.1),
    });
  });

  it('is every run with its settings and its last and best numbers', async () => {
    writeRun(runs, 'a-1', 20);
    const [row] = await rows();
    expect(row).toMatchObject({ name: 'a-1', task: 'made-up', state: 'live', progress: 19 / 20 });
    expect(row?.settings['settings.lr']).toBe('0.1');
    expect(row?.best).toEqual([{ metric: 'train/loss', value: 1 / 20 }]);
  });

  it('is the film of an episode, where a run has one', async () => {
    const folder = writeRun(runs, 'a-1', 3);
    writeRun(runs, 'a-2', 3);
    writeFileSync(join(folder, 'film.svg'), '<svg/>');
    await rows();
    expect(await ask('/api/film?run=a-1')).toMatchObject({ status: 200, text: '<svg/>' });
    expect(await ask('/api/film?run=a-2')).toMatchObject({ status: 404 });
  });

  it('is new lines, each once, from the cursor on; a line that grows waits', async () => {
    const folder = writeRun(runs, 'a-1', 3);
    await rows();
    const half = '{"step":4,"train":{"loss":0.5},';
    const told = listen('api/live?since=0&watch=a-1:2', (text) => text.includes('"to":5'));
    appendFileSync(join(folder, 'metrics.jsonl'), `${lines(3, 4)}${half}`);
    await new Promise((done) => setTimeout(done, 500));
    const rest = '"validation":null,"time":"2026-01-01T00:00:04.000Z"}\n';
    appendFileSync(join(folder, 'metrics.jsonl'), rest);
    const events = (await told).split('\n').filter((line) => line.includes('"columns"'));
    const steps = events.flatMap((line) => JSON.parse(line.slice(6)).columns.step);
    expect(steps).toEqual([2, 3, 4]);
  });

  it('is curves as bytes, and nothing for a run that is gone', async () => {
    writeRun(runs, 'a-1', 10);
    await rows();
    const query = 'run=a-1&run=gone&metric=train/loss&x=step';
    const bytes = await (await fetch(`${studio.url}api/series?${query}`)).arrayBuffer();
    const length = new DataView(bytes).getUint32(0, true);
    const headers = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
    expect(headers).toMatchObject([{ run: 'a-1', metric: 'train/loss', length: 10, rows: 10 }]);
    expect([...new Float64Array(bytes, 4 + length, 3)]).toEqual([0, 1, 2]);
  });

  it('goes on when the folder is deleted, and when a run is damaged', async () => {
    const folder = writeRun(runs, 'a-1', 3);
    writeFileSync(join(folder, 'run.json'), '{"cut of');
    writeFileSync(join(folder, 'events.jsonl'), 'no json\n');
    expect((await rows())[0]?.damage).toContain('run.json cannot be read');
    rmSync(runs, { recursive: true });
    await new Promise((done) => setTimeout(done, 1100));
    expect(await rows()).toEqual([]);
  });
});

describe('what it does', () => {
  it('keeps tags and notes, deletes and brings back', async () => {
    writeRun(runs, 'a-1', 3);
    await rows();
    await post('notes', { run: 'a-1', tags: ['good'], note: 'the first' });
    expect((await rows())[0]).toMatchObject({ tags: ['good'], note: 'the first' });
    const { ticket } = await (await post('remove', { run: 'a-1' })).json();
    expect(await rows()).toEqual([]);
    expect(existsSync(join(runs, 'a-1'))).toBe(false);
    await post('restore', { ticket });
    expect(await rows()).toHaveLength(1);
  });

  it('shows several folders, whose runs are told apart by the folder', async () => {
    const other = join(runsFolder(), 'other');
    writeRun(runs, 'a-1', 3);
    writeRun(other, 'a-1', 3);
    await studio.close();
    studio = await startStudio([runs, other], { port: 0, pages });
    const names = (await rows()).map(({ name }) => name).sort();
    expect(names).toEqual([`${basename(runs)}/a-1`, 'other/a-1'].sort());
    expect((await ask('/api/run?run=other%2Fa-1')).status).toBe(200);
    const { ticket } = await (await post('remove', { run: 'other/a-1' })).json();
    expect(existsSync(join(other, 'a-1'))).toBe(false);
    expect(existsSync(join(runs, 'a-1'))).toBe(true);
    await post('restore', { ticket });
    expect(await rows()).toHaveLength(2);
    expect((await post('restore', { ticket: 'other/..~1' })).status).toBe(400);
    rmSync(dirname(other), { recursive: true, force: true });
  });

  it('writes commands for a training that listens, and for no other', async () => {
    const folder = writeRun(runs, 'a-1', 3);
    await rows();
    expect((await post('control', { run: 'a-1', command: 'pause' })).status).toBe(400);
    writeFileSync(join(folder, '.lock'), String(process.pid));
    await rows();
    expect((await post('control', { run: 'a-1', command: 'explode' })).status).toBe(400);
    expect((await post('control', { run: 'a-1', command: 'lr', value: -1 })).status).toBe(400);
    expect((await post('control', { run: 'a-1', command: 'lr', value: 0.01 })).status).toBe(200);
    const line = JSON.parse(readFileSync(join(folder, 'control.jsonl'), 'utf8'));
    expect(line).toMatchObject({ command: 'lr', value: 0.01 });
    expect((await post('remove', { run: 'a-1' })).status).toBe(400);
  });
});

describe('what it refuses', () => {
  it.each([
    ['a foreign origin', { Origin: 'https://evil.example' }],
    ['a page that was rebound', { Host: 'evil.example' }],
    ['a request that a foreign page made', { 'Sec-Fetch-Site': 'cross-site' }],
  ])('%s', async (_, headers: Record<string, string>) => {
    const { status, text } = await ask('/api/runs', headers);
    expect(status).toBe(403);
    expect(JSON.parse(text).error).toMatch(/\.$/);
  });

  it.each(['/..%2f..%2fetc%2fpasswd', '/../../etc/passwd', '//etc/passwd', '/assets/%00'])(
    'the path %s',
    async (path) => expect((await ask(path)).status).toBe(404),
  );

  it('runs that are links out of the folder, or names with a path in them', async () => {
    const outside = runsFolder();
    writeRun(outside, 'secret', 3);
    mkdirSync(runs, { recursive: true });
    symlinkSync(join(outside, 'secret'), join(runs, 'link'));
    expect(await rows()).toEqual([]);
    for (const run of ['link', '../secret', '..%2fsecret']) {
      expect((await ask(`/api/run?run=${run}`)).status).toBe(400);
    }
    expect((await post('restore', { ticket: '../../x~1' })).status).toBe(400);
  });

  it('bodies that are large, or no JSON', async () => {
    const large = { 'Content-Type': 'application/json', 'Content-Length': '1000000000' };
    expect((await ask('/api/notes', large, 'POST')).status).toBe(413);
    expect((await ask('/api/notes', { 'Content-Length': '0' }, 'POST')).status).toBe(415);
    const { url } = studio;
    const bad = await fetch(`${url}api/notes`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{',
    });
    expect(bad.status).toBe(400);
  });

  it('more connections than it has room for, and answers afterwards', async () => {
    const port = Number(new URL(studio.url).port);
    const sockets = Array.from({ length: 400 }, () =>
      connect(port, '127.0.0.1').on('error', () => {}),
    );
    await new Promise((done) => setTimeout(done, 300));
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => setTimeout(done, 100));
    expect((await ask('/api/runs')).status).toBe(200);
  });

  it('callers without the token, when other machines may ask', async () => {
    const open = await startStudio(runs, { port: 0, host: '0.0.0.0', pages });
    try {
      const url = new URL(open.url);
      expect((await fetch(`${url.origin}/api/runs`)).status).toBe(403);
      expect((await fetch(`${url.origin}/api/runs?token=wrong`)).status).toBe(403);
      const first = await fetch(open.url, { redirect: 'manual' });
      expect(first.status).toBe(302);
      const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
      expect(first.headers.get('set-cookie')).toContain('HttpOnly; SameSite=Strict');
      expect((await fetch(`${url.origin}/api/runs`, { headers: { cookie } })).status).toBe(200);
    } finally {
      await open.close();
    }
  });

  it('a port in use, with a sentence', async () => {
    const port = Number(new URL(studio.url).port);
    await expect(startStudio(runs, { port, pages })).rejects.toThrow('it is in use');
    await expect(startStudio(runs, { port: 70_000, pages })).rejects.toThrow('from 0 to 65535');
  });
});
