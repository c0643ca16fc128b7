/** What the page asks its server for. */

import type {
  PredictForm,
  Predictions,
  RunDetail,
  RunRepeat,
  RunsAnswer,
  SeriesHeader,
  XAxis,
} from 'chainrule/studio';

/** A curve as it came. */
export interface Series extends SeriesHeader {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** What a chart asks for. */
export interface SeriesWish {
  readonly runs: readonly string[];
  readonly metrics: readonly string[];
  readonly x: XAxis;
  readonly from: number | null;
  readonly to: number | null;
  readonly pixels: number;
  readonly smoothing: number;
  /** Bytes that the server may read before it answers from samples; default: all. */
  readonly patience?: number;
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => null);
  const told = typeof body === 'object' && body !== null ? Reflect.get(body, 'error') : null;
  throw new Error(typeof told === 'string' ? told : `The server answered ${response.status}.`);
}

async function getJson<Answer>(path: string): Promise<Answer> {
  const response = await checked(await fetch(path));
  return response.json();
}

/** All runs. */
export function fetchRuns(): Promise<RunsAnswer> {
  return getJson('api/runs');
}

/** What is known of one run. */
export function fetchRun(name: string): Promise<RunDetail> {
  return getJson(`api/run?run=${encodeURIComponent(name)}`);
}

/** What went on inside the model of a run. */
export function fetchLayers<Answer>(name: string): Promise<Answer> {
  return getJson(`api/layers?run=${encodeURIComponent(name)}`);
}

/** Held-out samples as points in the plane; null where the run has none. */
export function fetchPlane(name: string): Promise<unknown> {
  return getJson(`api/plane?run=${encodeURIComponent(name)}`);
}

/** The first rows of a matrix of a run's newest checkpoint. */
export interface WeightRows {
  readonly count: number;
  readonly rows: readonly (readonly number[])[];
  /** What the rows stand for; empty where nobody knows. */
  readonly names: readonly string[];
}

/** Rows of the matrix `name`; null where no checkpoint has it. */
export function fetchWeightRows(run: string, name: string): Promise<WeightRows | null> {
  return getJson(`api/rows?${new URLSearchParams({ run, name })}`);
}

/** How to train a run again. */
export function fetchRepeat(name: string): Promise<RunRepeat> {
  return getJson(`api/repeat?run=${encodeURIComponent(name)}`);
}

/** What the model of a run can be asked. */
export function fetchForm(name: string): Promise<PredictForm> {
  return getJson(`api/predict?run=${encodeURIComponent(name)}`);
}

/** What the model of a run is asked: a row by its columns, the ink of pixels, a file. */
export type Question =
  | { readonly row: Readonly<Record<string, string>> }
  | { readonly ink: readonly number[] }
  | { readonly file: { readonly name: string; readonly base64: string } };

/** What the model of a run says. */
export function askModel(name: string, question: Question): Promise<Predictions> {
  return post('predict', { run: name, ...question });
}

/** Names of the metrics of runs. */
export function fetchMetrics(names: readonly string[]): Promise<Record<string, string[]>> {
  const query = new URLSearchParams(names.map((name) => ['run', name]));
  return getJson(`api/metrics?${query}`);
}

/** Curves, reduced to what the chart can show. */
export async function fetchSeries(wish: SeriesWish, signal?: AbortSignal): Promise<Series[]> {
  const query = new URLSearchParams([
    ...wish.runs.map((name): [string, string] => ['run', name]),
    ...wish.metrics.map((name): [string, string] => ['metric', name]),
    ['x', wish.x],
    ['pixels', String(wish.pixels)],
    ['smoothing', String(wish.smoothing)],
  ]);
  if (wish.patience !== undefined) query.set('patience', String(wish.patience));
  if (wish.from !== null) query.set('from', String(wish.from));
  if (wish.to !== null) query.set('to', String(wish.to));
  const response = await checked(await fetch(`api/series?${query}`, signal ? { signal } : {}));
  return decodeSeries(await response.arrayBuffer());
}

function decodeSeries(buffer: ArrayBuffer): Series[] {
  const length = new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, length));
  const headers: SeriesHeader[] = JSON.parse(text);
  let at = 4 + length;
  const numbers = (count: number): Float64Array => {
    const list = new Float64Array(buffer, at, count);
    at += list.byteLength;
    return list;
  };
  return headers.map((header) => ({
    ...header,
    x: numbers(header.length),
    y: numbers(header.length),
  }));
}

/** Changes something; answers with what the server says. */
export async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const response = await checked(
    await fetch(`api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  return response.json();
}
