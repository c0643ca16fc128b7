/** What a model said: of one sample with all probabilities, of a file as a table. */

import type { Prediction, Predictions } from 'chainrule/studio';
import type { JSX } from 'preact';
import { count } from '../../design/numbers.js';
import { saveFile } from '../../design/save-file.js';

const mostShown = 200;
const mostBars = 12;

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function surest({ probabilities }: Prediction): number | null {
  return probabilities.length === 0 ? null : Math.max(...probabilities);
}

/** The first prediction, large; its probabilities below. */
export function OnePrediction(props: { found: Predictions; target: string }): JSX.Element | null {
  const { found, target } = props;
  const { labels } = found;
  const [prediction] = found.rows;
  if (prediction === undefined) return null;
  // The order of the classes stays while somebody types, so that the bars can be followed.
  const shares = prediction.probabilities.map((share, i) => [labels[i] ?? '', share] as const);
  const few =
    shares.length <= mostBars ? shares : [...shares].sort((a, b) => b[1] - a[1]).slice(0, mostBars);
  return (
    <div class="one-prediction" aria-live="polite">
      <p class="quiet-text">{target}</p>
      <p class="said number">{prediction.value}</p>
      <ul class="bars">
        {few.map(([label, share]) => (
          <li key={label} class={label === prediction.value ? 'best' : ''}>
            <span>{label}</span>
            <div>
              <i style={{ width: `${100 * share}%` }} />
            </div>
            <span class="number">{percent(share)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvOf({ labels, rows }: Predictions): string {
  const heads = ['place', 'predicted', ...labels.map((label) => `probability_${label}`)];
  const lines = rows.map(({ place, value, probabilities }) => [
    place,
    value,
    ...probabilities.map((one) => one.toFixed(4)),
  ]);
  return [heads, ...lines].map((line) => `${line.map(csvCell).join(',')}\n`).join('');
}

/** How many of a file's classes were found, where the file says what they are. */
function Right({ rows }: { rows: readonly Prediction[] }): JSX.Element | null {
  const known = rows.filter(({ actual, probabilities }) => actual !== null && probabilities.length);
  if (known.length === 0) return null;
  const right = known.filter(({ actual, value }) => actual === value).length;
  return (
    <p>
      <span class="said number">{percent(right / known.length)}</span>{' '}
      <span class="quiet-text">
        right: {count(right)} of {count(known.length)}
      </span>
    </p>
  );
}

/** Predictions of a file. */
export function FilePredictions(props: { found: Predictions; file: string }): JSX.Element {
  const { found, file } = props;
  const { rows, notes } = found;
  const hasActual = rows.some(({ actual }) => actual !== null);
  const hasShares = rows.some(({ probabilities }) => probabilities.length > 0);
  return (
    <section class="file-predictions" aria-label={`Predictions of ${file}`} aria-live="polite">
      <header>
        <h2>{file}</h2>
        <button
          type="button"
          onClick={() =>
            saveFile(`${file}.predictions.csv`, new Blob([csvOf(found)], { type: 'text/csv' }))
          }
        >
          Save as CSV
        </button>
      </header>
      {notes.map((note) => (
        <p key={note} class="quiet-text">
          {note}
        </p>
      ))}
      <Right rows={rows} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <div class="scrolls" tabIndex={0}>
        <table class="scores">
          <thead>
            <tr>
              <th scope="col">where</th>
              <th scope="col">predicted</th>
              {hasShares && <th scope="col">sure</th>}
              {hasActual && <th scope="col">is</th>}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, mostShown).map((row) => {
              const share = surest(row);
              const isWrong = hasShares && row.actual !== null && row.actual !== row.value;
              return (
                <tr key={row.place}>
                  <th scope="row">{row.place}</th>
                  <td class="number">{row.value}</td>
                  {hasShares && <td class="number">{share === null ? '' : percent(share)}</td>}
                  {hasActual && (
                    <td class={`number ${isWrong ? 'wrong' : ''}`}>
                      {row.actual}
                      {isWrong && <span class="sr-only">, so it is wrong</span>}
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {rows.length > mostShown && (
        <p class="quiet-text">
          The first {mostShown} of {count(rows.length)} are shown; the CSV has all.
        </p>
      )}
    </section>
  );
}
