/** Requests to predict with the model of a run. */

import { ValueError } from '../../errors.js';
import type { PredictQuestion, RunModel } from '../protocol/predict.js';
import { at } from '../runs/facts.js';
import { HttpError, readBody, sendJson } from './answer.js';
import type { Context, Exchange } from './exchange.js';
import { nameOf } from './query.js';

/** A file as base64 in JSON: 6 MB of it. */
const mostBytes = 8_400_000;
const mostColumns = 5000;
const mostPixels = 4096;

async function modelOf({ store, openModel }: Context, name: string): Promise<RunModel> {
  if (openModel === null) {
    throw new HttpError(
      404,
      'This studio was started without a way to load models. npx chainrule studio has one.',
    );
  }
  return openModel(store.get(name).folder);
}

function rowIn(value: unknown): Record<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0 || entries.length > mostColumns || Array.isArray(value)) {
    throw new ValueError(`studio: row must be 1 to ${mostColumns} texts by column`);
  }
  return Object.fromEntries(entries.map(([column, text]) => [column, String(text)]));
}

function inkIn(value: unknown): number[] {
  const isInk = (one: unknown): one is number => typeof one === 'number' && one >= 0 && one <= 1;
  if (Array.isArray(value) && value.length <= mostPixels && value.every(isInk)) return value;
  throw new ValueError(`studio: ink must be at most ${mostPixels} numbers from 0 to 1`);
}

function questionIn(body: unknown): PredictQuestion {
  const [row, ink, file] = [at(body, 'row'), at(body, 'ink'), at(body, 'file')];
  if (row !== undefined) return { kind: 'row', row: rowIn(row) };
  if (ink !== undefined) return { kind: 'drawing', ink: inkIn(ink) };
  const [name, base64] = [at(file, 'name'), at(file, 'base64')];
  if (typeof name !== 'string' || typeof base64 !== 'string') {
    throw new ValueError('studio: ask with row, ink, or file: { name, base64 }');
  }
  return { kind: 'file', name, bytes: Buffer.from(base64, 'base64') };
}

/** What the model of a run can be asked. */
export async function answerForm(context: Context, { response, url }: Exchange): Promise<void> {
  const { form } = await modelOf(context, nameOf(url, 'run'));
  sendJson(response, form);
}

/** Predictions for a row, a drawing or a file. */
export async function answerPredict(context: Context, exchange: Exchange): Promise<void> {
  const body = await readBody(exchange.request, mostBytes);
  const question = questionIn(body);
  const model = await modelOf(context, String(at(body, 'run') ?? ''));
  sendJson(exchange.response, await model.predict(question));
}
