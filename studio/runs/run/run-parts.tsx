/** Parts of the page of a run: what the doctor found, files. */

import type { RunDetail, RunRow } from 'chainrule/studio';
import type { JSX } from 'preact';
import { Icon } from '../../design/icons.js';
import { ago, bytes, short } from '../../design/numbers.js';

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
