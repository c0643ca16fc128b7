/** What a run was told, what of it is not the default, and how to do the same again. */

import type { RunDetail, RunRepeat } from 'chainrule/studio';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../../design/toast.js';
import { fetchRepeat } from '../store/api.js';

const unknown: RunRepeat = { command: '', usual: {}, program: null };

/** How to train a run again; asked once, and anew when it is saved for the first time. */
function useRepeat(name: string, isSaved: boolean): RunRepeat {
  const [repeat, setRepeat] = useState(unknown);
  useEffect(() => {
    let isHere = true;
    setRepeat(unknown);
    fetchRepeat(name).then(
      (found) => isHere && setRepeat(found),
      () => {},
    );
    return () => {
      isHere = false;
    };
  }, [name, isSaved]);
  return repeat;
}

/** A text to be copied, with the button that does it. */
function Copied({ text, label }: { text: string; label: string }): JSX.Element {
  return (
    <div class="command">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <pre class="code" tabIndex={0}>
        {text}
      </pre>
      <button
        type="button"
        aria-label={`Copy ${label}`}
        onClick={() =>
          navigator.clipboard.writeText(text).then(
            () => say('Copied.'),
            () => say('The browser did not allow it.'),
          )
        }
      >
        Copy
      </button>
    </div>
  );
}

/** The program that predicts, and the command that writes it. */
function Program({ command, text }: NonNullable<RunRepeat['program']>): JSX.Element {
  return (
    <details class="program-part">
      <summary>Use it from TypeScript</summary>
      <p class="quiet-text">
        This program, with the weights that it reads beside it, is written by
      </p>
      <Copied text={command} label="the export command" />
      <Copied text={text} label="the program" />
    </details>
  );
}

/** What the run was told; what is not the default stands out, with the default beside it. */
export function Settings({ detail }: { detail: RunDetail }): JSX.Element {
  const { row, command, files } = detail;
  const repeat = useRepeat(
    row.name,
    files.some(({ name }) => name === 'last.safetensors'),
  );
  const rows = Object.entries(row.settings);
  const { usual } = repeat;
  const own = rows.filter(([path]) => usual[path] !== undefined);
  const again = command || repeat.command;
  return (
    <section aria-label="Settings">
      {again !== '' && (
        <>
          <h2>The same again</h2>
          <Copied text={again} label="the command" />
        </>
      )}
      {repeat.program !== null && <Program {...repeat.program} />}
      {rows.length > 0 && <h2>Settings</h2>}
      <dl class="settings">
        {[...own, ...rows.filter((one) => !own.includes(one))].map(([path, value]) => (
          <div key={path} class={usual[path] === undefined ? '' : 'own'}>
            <dt class="quiet-text">{path}</dt>
            <dd class="number">
              {value}
              {usual[path] !== undefined && <small> usual: {usual[path]}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
