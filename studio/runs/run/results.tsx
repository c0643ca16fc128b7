/** What a training on samples with a known answer came to: scores, mistakes, what matters. */

import { useSignal } from '@preact/signals';
import type { RunDetail } from 'chainrule/studio';
import type { JSX } from 'preact';
import { short } from '../../design/numbers.js';
import { at } from './at.js';
import { type Cell, Confusion } from './confusion.js';
import { Mistakes, mistakesIn } from './mistakes.js';
import { Plane } from './plane.js';

function isCounts(value: unknown): value is number[][] {
  return Array.isArray(value) && value.every((row) => Array.isArray(row));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Numbers of a result beside those of simpler models. */
function Scores({ result }: { result: unknown }): JSX.Element {
  const scores = at(result, 'scores');
  const baselines = at(result, 'baselines');
  const models: [string, unknown][] = [
    ['this model', scores],
    ...(typeof baselines === 'object' && baselines !== null ? Object.entries(baselines) : []),
  ];
  const names = typeof scores === 'object' && scores !== null ? Object.keys(scores) : [];
  return (
    <table class="scores">
      <thead>
        <tr>
          <th scope="col">score</th>
          {models.map(([model]) => (
            <th key={model} scope="col">
              {model}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {models.map(([model, values]) => {
              const value = at(values, name);
              return (
                <td key={model} class="number">
                  {typeof value === 'number' ? short(value) : ''}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bars({ rows }: { rows: readonly (readonly [string, number])[] }): JSX.Element {
  const most = Math.max(1e-9, ...rows.map(([, value]) => Math.abs(value)));
  return (
    <ul class="bars">
      {rows.map(([name, value]) => (
        <li key={name}>
          <span>{name}</span>
          <i style={{ width: `${(100 * Math.abs(value)) / most}%` }} />
          <span class="number">{short(value, 3)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What `result.json` says: scores, mistakes, what matters. */
export function Results({ detail }: { detail: RunDetail }): JSX.Element {
  const cell = useSignal<Cell | null>(null);
  const { result } = detail;
  const counts = at(result, 'confusion');
  const importances = at(result, 'importances');
  const mistakes = mistakesIn(result);
  if (result === null) {
    return (
      <div class="empty">
        <p>
          A training of the command line that has ended shows its scores here, with its worst
          mistakes.
        </p>
      </div>
    );
  }
  return (
    <div class="results">
      <section>
        <h2>Scores</h2>
        <Scores result={result} />
      </section>
      <div class="beside">
        {isCounts(counts) && (
          <section>
            <h2>Taken for</h2>
            <Confusion
              counts={counts}
              labels={texts(at(result, 'target', 'labels'))}
              chosen={cell.value}
              onChoose={(one) => {
                cell.value = one;
              }}
            />
          </section>
        )}
        {mistakes.length > 0 && <Mistakes mistakes={mistakes} cell={cell.value} />}
      </div>
      <Plane name={detail.row.name} />
      {Array.isArray(importances) && importances.length > 0 && (
        <section>
          <h2>What is lost when a column is shuffled</h2>
          <Bars
            rows={importances.map((one): [string, number] => [
              String(at(one, 'column')),
              Number(at(one, 'loss')),
            ])}
          />
        </section>
      )}
    </div>
  );
}
