/** What the server answers: a table from paths to what is done. */

import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, ValueError } from '../../errors.js';
import type {
  ControlCommand,
  RepeatOf,
  RunDetail,
  RunFile,
  RunRepeat,
} from '../protocol/protocol.js';
import { at, readJson } from '../runs/facts.js';
import { endOfFile } from '../runs/file-parts.js';
import { changedNotes, writeNotes } from '../runs/notes.js';
import type { Run } from '../runs/run.js';
import { jsonLines } from '../runs/tail.js';
import { weightRows } from '../runs/weight-rows.js';
import { encodeSeries, type NamedTable, seriesOf } from '../series/answer-series.js';
import type { MetricsTable } from '../series/metrics-table.js';
import { HttpError, readBody, send, sendJson } from './answer.js';
import type { Context, Exchange, Route } from './exchange.js';
import { answerForm, answerPredict } from './predict.js';
import { cursorsOf, nameOf, namesOf, patienceOf, sinceOf, wishOf } from './query.js';

const mostFiles = 500;
const mostEvents = 200;

async function answerRuns({ store, live }: Context, { response }: Exchange): Promise<void> {
  await live.look();
  const runs = store.runs.flatMap(({ row }) => row ?? []);
  sendJson(response, { folder: store.folders.words, version: live.version, runs });
}

/** The runs of a request that are there: those that are not leave nothing to be drawn. */
function runsIn({ store }: Context, url: URL): Run[] {
  const wanted = namesOf(url, 'run');
  const known = new Map(store.runs.map((run) => [run.name, run]));
  return wanted.flatMap((name) => known.get(name) ?? []);
}

/** Whether lines say where they stand: samples of lines that do not cannot be drawn. */
function isCounted(table: MetricsTable): boolean {
  return (table.column('step') ?? table.column('epoch')) !== undefined;
}

/**
 * Curves, from all lines; from samples of the lines where the request says so, and more bytes than
 * it will wait for have not been read.
 */
async function answerSeries(context: Context, { response, url }: Exchange): Promise<void> {
  const wish = wishOf(url);
  const runs = runsIn(context, url);
  const unread = runs.reduce((sum, run) => sum + run.unread, 0);
  const isRough = unread > patienceOf(url);
  const tables: NamedTable[] = [];
  for (const run of runs) {
    const { name } = run;
    // One after the other, so that requests for little are answered between those for much.
    if (isRough && isCounted(run.sample)) await new Promise((done) => setImmediate(done));
    else if (context.store.has(name)) await context.store.withMetrics(name);
    // It was deleted while others were read.
    if (!context.store.has(name)) continue;
    tables.push({ run: name, table: run.table ?? run.sample, isRough: run.table === null });
  }
  const { headers, curves } = seriesOf(tables, wish);
  send(response, 'application/octet-stream', encodeSeries(headers, curves));
}

async function answerMetrics(context: Context, { response, url }: Exchange): Promise<void> {
  const found = runsIn(context, url).map((run) => [run.name, (run.table ?? run.sample).names]);
  sendJson(response, Object.fromEntries(found));
}

async function filesOf({ folder }: Run): Promise<RunFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return Promise.all(
    files.slice(0, mostFiles).map(async ({ name }) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, bytes: size, changed: mtimeMs };
    }),
  );
}

async function answerRun({ store }: Context, { response, url }: Exchange): Promise<void> {
  const run = store.get(nameOf(url, 'run'));
  run.look();
  const { row } = run;
  if (row === null) throw new HttpError(404, 'There is no such run.');
  const command = at(run.description, 'command');
  const detail: RunDetail = {
    row,
    files: await filesOf(run),
    command: Array.isArray(command) ? command.join(' ') : String(command ?? ''),
    description: run.description,
    result: readJson(run.folder, 'result.json').value,
    events: run.events.slice(-mostEvents),
  };
  sendJson(response, detail);
}

const filmName = 'film.svg';

const layersBytes = 8_000_000;
const mostEpochs = 200;

/** Evenly chosen ones of a long list, the last among them. */
function evenly<One>(list: readonly One[]): readonly One[] {
  const stride = Math.ceil(list.length / mostEpochs);
  return list.filter((_, i) => (list.length - 1 - i) % stride === 0);
}

/** What the log of layers says: the modules, and evenly chosen epochs. */
async function answerLayers({ store }: Context, { response, url }: Exchange): Promise<void> {
  const { folder, eventEpochs } = store.get(nameOf(url, 'run'));
  if (eventEpochs !== null) {
    return sendJson(response, { model: null, epochs: evenly(eventEpochs) });
  }
  const lines = jsonLines(endOfFile(join(folder, 'layers.jsonl'), layersBytes));
  // A training that went on after a crash has noted some epochs twice.
  const epochs = [...new Map(lines.map((line) => [at(line, 'epoch'), line])).values()];
  sendJson(response, { model: readJson(folder, 'model.json').value, epochs: evenly(epochs) });
}

/** Held-out samples as points in the plane, as the end of a training leaves them; or null. */
async function answerPlane({ store }: Context, { response, url }: Exchange): Promise<void> {
  const { folder } = store.get(nameOf(url, 'run'));
  sendJson(response, readJson(folder, 'plane.json').value);
}

/** Rows of a matrix that the model has learned, such as a table of embeddings; or null. */
async function answerRows({ store }: Context, { response, url }: Exchange): Promise<void> {
  const { folder } = store.get(nameOf(url, 'run'));
  sendJson(response, await weightRows(folder, nameOf(url, 'name')));
}

/** The film of an episode that a training of an agent leaves. */
async function answerFilm({ store }: Context, { response, url }: Exchange): Promise<void> {
  const path = join(store.get(nameOf(url, 'run')).folder, filmName);
  const film = await readFile(path).catch(() => null);
  if (film === null) throw new HttpError(404, 'The run has no film.');
  send(response, 'image/svg+xml', film);
}

/** How to train a run again: an empty answer where nobody knows. */
async function answerRepeat({ store, repeatOf }: Context, exchange: Exchange): Promise<void> {
  const { folder } = store.get(nameOf(exchange.url, 'run'));
  sendJson(exchange.response, repeatWords(folder, repeatOf));
}

function repeatWords(folder: string, repeatOf: RepeatOf | null): RunRepeat {
  try {
    if (repeatOf !== null) return repeatOf(folder);
  } catch (error) {
    // A training of a program of one's own says nothing that the command line understands.
    if (!(error instanceof DataError)) throw error;
  }
  return { command: '', usual: {}, program: null };
}

async function listen({ live }: Context, { response, url }: Exchange): Promise<void> {
  await live.open(response, sinceOf(url), cursorsOf(url));
}

async function annotate({ store, live }: Context, exchange: Exchange): Promise<void> {
  const body = await readBody(exchange.request);
  const run = store.get(String(at(body, 'run') ?? ''));
  run.look();
  const { tags = [], note = '', archived = false } = run.row ?? {};
  writeNotes(run.folder, changedNotes({ tags, note, archived }, body));
  await live.look();
  sendJson(exchange.response, { ok: true });
}

async function remove({ store, live }: Context, exchange: Exchange): Promise<void> {
  const body = await readBody(exchange.request);
  const ticket = await store.remove(String(at(body, 'run') ?? ''));
  live.forget(String(at(body, 'run') ?? ''));
  sendJson(exchange.response, { ticket });
}

async function restore({ store, live }: Context, exchange: Exchange): Promise<void> {
  const body = await readBody(exchange.request);
  const run = await store.restore(String(at(body, 'ticket') ?? ''));
  await live.look();
  sendJson(exchange.response, { run });
}

const commands = ['pause', 'resume', 'stop', 'save', 'lr'] as const;

function commandOf(body: unknown): ControlCommand {
  const command = commands.find((one) => one === at(body, 'command'));
  if (command === undefined) {
    throw new ValueError(`studio: command must be one of: ${commands.join(', ')}`);
  }
  if (command !== 'lr') return { command };
  const value = at(body, 'value');
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return { command, value };
  throw new ValueError('studio: a learning rate is a number from 0');
}

/** Adds a line to `control.jsonl`, which a training that listens reads between two steps. */
async function control({ store }: Context, exchange: Exchange): Promise<void> {
  const body = await readBody(exchange.request);
  const run = store.get(String(at(body, 'run') ?? ''));
  const line = { ...commandOf(body), time: new Date().toISOString() };
  if (run.row?.controllable !== true) {
    throw new ValueError(`studio: '${run.name}' is not being trained, so nobody would listen`);
  }
  await appendFile(join(run.folder, 'control.jsonl'), `${JSON.stringify(line)}\n`);
  sendJson(exchange.response, { ok: true });
}

/** What can be asked, by method and path. */
export const routes: Readonly<Record<string, Route>> = {
  'GET /api/runs': answerRuns,
  'GET /api/run': answerRun,
  'GET /api/metrics': answerMetrics,
  'GET /api/series': answerSeries,
  'GET /api/layers': answerLayers,
  'GET /api/film': answerFilm,
  'GET /api/plane': answerPlane,
  'GET /api/rows': answerRows,
  'GET /api/predict': answerForm,
  'GET /api/repeat': answerRepeat,
  'GET /api/live': listen,
  'POST /api/predict': answerPredict,
  'POST /api/notes': annotate,
  'POST /api/remove': remove,
  'POST /api/restore': restore,
  'POST /api/control': control,
};
