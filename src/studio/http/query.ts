/** What the address of a request asks for, checked. */

import type { XAxis } from '../protocol/protocol.js';
import type { SeriesWish } from '../series/answer-series.js';
import { HttpError } from './answer.js';

const axes = ['step', 'epoch', 'relative', 'wall'] as const satisfies readonly XAxis[];
const mostNames = 200;

function numberOf(url: URL, name: string): number | null {
  const text = url.searchParams.get(name);
  if (text === null) return null;
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return value;
  throw new HttpError(400, `${name} must be a number.`);
}

/** Texts of a parameter that may come more than once. @throws HttpError for too many. */
export function namesOf(url: URL, name: string): string[] {
  const names = url.searchParams.getAll(name);
  if (names.length > mostNames) throw new HttpError(400, `At most ${mostNames} of ${name}.`);
  return names;
}

/** The text of a parameter that must be there. @throws HttpError */
export function nameOf(url: URL, name: string): string {
  const text = url.searchParams.get(name);
  if (text !== null && text !== '') return text;
  throw new HttpError(400, `${name} is missing.`);
}

/** Bytes that may be read before an answer from samples is better than none. @throws HttpError */
export function patienceOf(url: URL): number {
  return numberOf(url, 'patience') ?? Number.POSITIVE_INFINITY;
}

/** What a chart wants. @throws HttpError */
export function wishOf(url: URL): SeriesWish {
  const x = axes.find((one) => one === (url.searchParams.get('x') ?? 'step'));
  if (x === undefined) throw new HttpError(400, `x must be one of: ${axes.join(', ')}.`);
  const smoothing = numberOf(url, 'smoothing') ?? 0;
  if (smoothing < 0 || smoothing >= 1) throw new HttpError(400, 'smoothing is from 0 to below 1.');
  const pixels = Math.round(numberOf(url, 'pixels') ?? 800);
  return {
    metrics: namesOf(url, 'metric'),
    x,
    from: numberOf(url, 'from'),
    to: numberOf(url, 'to'),
    pixels: Math.max(16, Math.min(4000, pixels)),
    smoothing,
  };
}

/** Lines that a page has, by run: `digits-1:120`. @throws HttpError */
export function cursorsOf(url: URL): Map<string, number> {
  return new Map(
    namesOf(url, 'watch').map((text) => {
      const [, name, rows] = /^(.+):(\d{1,12})$/.exec(text) ?? [];
      if (name === undefined) throw new HttpError(400, 'watch must be <run>:<lines>.');
      return [name, Number(rows)];
    }),
  );
}

/** The number of a change. @throws HttpError */
export function sinceOf(url: URL): number {
  return numberOf(url, 'since') ?? 0;
}
