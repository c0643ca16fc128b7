/** The worst mistakes: as pictures where there are some, else as rows. */

import type { JSX } from 'preact';
import { short } from '../../design/numbers.js';
import { type Picture, PictureView } from '../../design/picture-view.js';
import { at } from './at.js';
import type { Cell } from './confusion.js';

const mostShown = 60;

/** A mistake. */
export interface Mistake {
  readonly row: string;
  readonly actual: string;
  readonly predicted: string;
  readonly by: number;
  readonly picture: Picture | null;
}

/** The picture that a part of a result has; null for none. */
export function pictureIn(value: unknown): Picture | null {
  const [width, values] = [at(value, 'width'), at(value, 'values')];
  if (typeof width !== 'number' || !Array.isArray(values)) return null;
  return { width, values: values.map(Number) };
}

/** The mistakes that a result lists, the worst first. */
export function mistakesIn(result: unknown): Mistake[] {
  const list = at(result, 'mistakes');
  if (!Array.isArray(list)) return [];
  return list.map((one) => ({
    row: String(at(one, 'row') ?? ''),
    actual: String(at(one, 'actual') ?? ''),
    predicted: String(at(one, 'predicted') ?? ''),
    by: Number(at(one, 'by') ?? Number.NaN),
    picture: pictureIn(at(one, 'picture')),
  }));
}

function Pictures({ mistakes }: { mistakes: readonly Mistake[] }): JSX.Element {
  return (
    <ul class="samples">
      {mistakes.map(({ row, actual, predicted, by, picture }) => (
        <li key={row}>
          {picture !== null && <PictureView picture={picture} label={`sample ${row}`} />}
          <p>
            {actual} <span class="quiet-text">taken for</span> {predicted}
          </p>
          <p class="number small quiet-text">
            {Math.round(100 * by)} % sure, sample {row}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Rows({ mistakes }: { mistakes: readonly Mistake[] }): JSX.Element {
  return (
    <table class="scores">
      <thead>
        <tr>
          <th scope="col">row</th>
          <th scope="col">actual</th>
          <th scope="col">predicted</th>
          <th scope="col">by</th>
        </tr>
      </thead>
      <tbody>
        {mistakes.map(({ row, actual, predicted, by }) => (
          <tr key={row}>
            <td class="number">{row}</td>
            <td>{actual}</td>
            <td>{predicted}</td>
            <td class="number">{short(by)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The mistakes of a cell, or the worst of all. */
export function Mistakes(props: { mistakes: readonly Mistake[]; cell: Cell | null }): JSX.Element {
  const { mistakes, cell } = props;
  const fits = ({ actual, predicted }: Mistake): boolean =>
    cell === null || (actual === cell.actual && predicted === cell.predicted);
  const shown = mistakes.filter(fits).slice(0, mostShown);
  const title = cell === null ? 'Worst mistakes' : `${cell.actual} taken for ${cell.predicted}`;
  const hasPictures = shown.some(({ picture }) => picture !== null);
  return (
    <section aria-label={title} aria-live="polite">
      <h2>{title}</h2>
      {shown.length === 0 && (
        <p class="quiet-text">Only the worst mistakes were kept; none of them is one of these.</p>
      )}
      {hasPictures ? <Pictures mistakes={shown} /> : <Rows mistakes={shown} />}
    </section>
  );
}
