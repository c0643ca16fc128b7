/** Parts of the page of a run: what the doctor found, settings, files. */

import type { RunDetail, RunRow } from 'chainrule/studio';
import type { JSX } from 'preact';
import { Icon } from '../../design/icons.js';
import { ago, bytes, short } from '../../design/numbers.js';
import { say } from '../../design/toast.js';
import { at } from './at.js';

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
