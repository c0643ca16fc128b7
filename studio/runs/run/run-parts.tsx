/** Parts of the page of a run: what the doctor found, settings, results, files. */

import type { RunDetail, RunRow } from 'chainrule/studio';
import type { JSX } from 'preact';
import { Icon } from '../../design/icons.js';
import { ago, bytes, short } from '../../design/numbers.js';
import { say } from '../../design/toast.js';

/** The value at a path of names, or undefined. */
function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined,
    value,
  );
}

/** What the doctor found, each with what to do about it. */
export function Findings({ row }: { row: RunRow }): JSX.Element | null {
  const { findings } = row;
  if (findings.length === 0) return null;
  return (
    <section class="findings" aria-label="Findings">
      <h2>
        {findings.length} {findings.length === 1 ? 'finding' : 'findings'}
      </h2>
      <ul>
        {findings.map(({ code, severity, step, message, fix }) => (
          <li key={code} class={severity}>
            <Icon name="warning" />
            <div>
              <p>
                {message} <span class="quiet-text small">step {short(step)}</span>
              </p>
              <p class="quiet-text">{fix}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The words that train the same again. */
function commandOf({ command, description, row }: RunDetail): string {
  if (command !== '') return command;
  const wishes = at(description, 'wishes');
  const source = at(description, 'source');
  if (typeof source !== 'string') return `npx chainrule resume ${row.name}`;
  const options = ['target', 'seed', 'lr', 'epochs', 'model'].flatMap((name) => {
    const value = at(wishes, name);
    return value === null || value === undefined ? [] : [`--${name} ${String(value)}`];
  });
  return ['npx chainrule train', source, ...options].join(' ');
}

/** What the run was told, and the command for the same again. */
export function Settings({ detail }: { detail: RunDetail }): JSX.Element {
  const rows = Object.entries(detail.row.settings);
  const command = commandOf(detail);
  return (
    <section aria-label="Settings">
      <h2>The same again</h2>
      <div class="command">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
        <pre class="code" tabIndex={0}>
          {command}
        </pre>
        <button
          type="button"
          onClick={() =>
            navigator.clipboard.writeText(command).then(
              () => say('Copied.'),
              () => say('The browser did not allow it.'),
            )
          }
        >
          Copy
        </button>
      </div>
      {rows.length > 0 && <h2>Settings</h2>}
      <dl class="settings">
        {rows.map(([path, value]) => (
          <div key={path}>
            <dt class="quiet-text">{path}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Counts of which class was taken for which. */
function Confusion(props: {
  counts: readonly (readonly number[])[];
  labels: readonly string[];
}): JSX.Element {
  const { counts, labels } = props;
  const most = Math.max(1, ...counts.map((row) => Math.max(...row)));
  return (
    <table class="confusion">
      <caption class="quiet-text small">rows: what it is; columns: what it was taken for</caption>
      <thead>
        <tr>
          <td />
          {labels.map((label) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {counts.map((row, i) => (
          <tr key={labels[i]}>
            <th scope="row">{labels[i]}</th>
            {row.map((value, k) => (
              <td
                key={labels[k]}
                class={`number ${i === k ? 'right-one' : 'wrong-one'}`}
                title={`${labels[i]} taken for ${labels[k]}: ${value}`}
                style={{ '--share': String(value / most) }}
              >
                {value === 0 ? '·' : value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

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

function Mistakes({ mistakes }: { mistakes: readonly unknown[] }): JSX.Element {
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
        {mistakes.slice(0, 50).map((one) => (
          <tr key={String(at(one, 'row'))}>
            <td class="number">{String(at(one, 'row') ?? '')}</td>
            <td>{String(at(one, 'actual') ?? '')}</td>
            <td>{String(at(one, 'predicted') ?? '')}</td>
            <td class="number">{short(Number(at(one, 'by') ?? Number.NaN))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What `result.json` says: scores, mistakes, what matters. */
export function Results({ detail }: { detail: RunDetail }): JSX.Element {
  const { result } = detail;
  const counts = at(result, 'confusion');
  const importances = at(result, 'importances');
  const mistakes = at(result, 'mistakes');
  if (result === null) {
    return (
      <div class="empty">
        <p>A training that ends on a table writes its scores here, with its worst mistakes.</p>
      </div>
    );
  }
  return (
    <div class="results">
      <section>
        <h2>Scores</h2>
        <Scores result={result} />
      </section>
      {isCounts(counts) && (
        <section>
          <h2>Taken for</h2>
          <Confusion counts={counts} labels={texts(at(result, 'target', 'labels'))} />
        </section>
      )}
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
      {Array.isArray(mistakes) && mistakes.length > 0 && (
        <section>
          <h2>Worst mistakes</h2>
          <Mistakes mistakes={mistakes} />
        </section>
      )}
    </div>
  );
}

/** The files of the run, and what happened when. */
export function Files({ detail }: { detail: RunDetail }): JSX.Element {
  return (
    <div class="results">
      <section>
        <h2>Files</h2>
        <table class="scores">
          <tbody>
            {detail.files.map(({ name, bytes: size, changed }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="number">{bytes(size)}</td>
                <td class="quiet-text">{ago(changed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {detail.events.length > 0 && (
        <section>
          <h2>What happened</h2>
          <ul class="events">
            {detail.events
              .slice()
              .reverse()
              .map((event) => {
                const { time, event: what, ...more } = Object(event) as Record<string, unknown>;
                return (
                  <li key={`${time} ${what}`}>
                    <time class="quiet-text number">{String(time ?? '').slice(11, 19)}</time>
                    <span>{String(what ?? '')}</span>
                    <span class="quiet-text">
                      {Object.entries(more)
                        .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
                        .join(', ')
                        .slice(0, 200)}
                    </span>
                  </li>
                );
              })}
          </ul>
        </section>
      )}
    </div>
  );
}
