/** What can be done with a run: the training told to pause or stop, notes, archive, delete. */

import { useSignal } from '@preact/signals';
import type { RunRow } from 'chainrule/studio';
import type { JSX } from 'preact';
import { Dialog, IconButton } from '../../design/controls.js';
import { say } from '../../design/toast.js';
import { post } from '../store/api.js';
import { opened } from '../store/state.js';

async function tried(what: () => Promise<unknown>): Promise<void> {
  try {
    await what();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

function command(run: string, word: string, value?: number): Promise<void> {
  return tried(async () => {
    await post('control', { run, command: word, ...(value === undefined ? {} : { value }) });
    say(`Told the training: ${word}${value === undefined ? '' : ` ${value}`}.`);
  });
}

async function remove(run: string): Promise<void> {
  await tried(async () => {
    // Its page is left first, so that nothing is asked of a run that is gone.
    opened.value = null;
    const { ticket } = await post<{ ticket: string }>('remove', { run }).catch((error: unknown) => {
      opened.value = run;
      throw error;
    });
    say(`Deleted ${run}.`, { label: 'Undo', run: () => tried(() => post('restore', { ticket })) });
  });
}

function RateField({ row }: { row: RunRow }): JSX.Element {
  const text = useSignal('');
  return (
    <form
      class="rate"
      onSubmit={(event) => {
        event.preventDefault();
        const value = Number(text.value);
        if (text.value !== '' && value >= 0) command(row.name, 'lr', value);
      }}
    >
      <label>
        <span class="quiet-text small">learning rate</span>
        <input
          type="text"
          inputMode="decimal"
          size={8}
          class="number"
          placeholder={String(row.last.lr ?? '')}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" disabled={!(Number(text.value) > 0)}>
        set
      </button>
    </form>
  );
}

function Notes({ row, onClose }: { row: RunRow; onClose: () => void }): JSX.Element {
  const tags = useSignal(row.tags.join(' '));
  const note = useSignal(row.note);
  const keep = (): Promise<void> =>
    tried(async () => {
      const words = tags.value.split(/\s+/).filter((word) => word !== '');
      await post('notes', { run: row.name, tags: words, note: note.value });
      onClose();
    });
  return (
    <Dialog title={`Notes on ${row.name}`} onClose={onClose}>
      <form
        class="notes"
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <label>
          Tags
          <input
            type="text"
            value={tags.value}
            onInput={(event) => {
              tags.value = event.currentTarget.value;
            }}
          />
        </label>
        <label>
          Note
          <textarea
            rows={5}
            value={note.value}
            onInput={(event) => {
              note.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="primary">
          Keep
        </button>
      </form>
    </Dialog>
  );
}

function LiveButtons({ row }: { row: RunRow }): JSX.Element {
  const { name, state } = row;
  return (
    <>
      {state === 'paused' ? (
        <IconButton icon="play" label="Go on" onClick={() => command(name, 'resume')} />
      ) : (
        <IconButton icon="pause" label="Pause" onClick={() => command(name, 'pause')} />
      )}
      <IconButton icon="stop" label="Stop and save" onClick={() => command(name, 'stop')} />
      <IconButton icon="save" label="Save now" onClick={() => command(name, 'save')} />
      <RateField row={row} />
    </>
  );
}

/** The buttons of a run. */
export function ControlButtons({ row }: { row: RunRow }): JSX.Element {
  const isOpen = useSignal(false);
  const { name, archived, controllable } = row;
  const archive = (): Promise<void> =>
    tried(async () => {
      await post('notes', { run: name, archived: !archived });
      say(archived ? `${name} is back in the list.` : `${name} is archived.`);
    });
  return (
    <div class="controls">
      {controllable && <LiveButtons row={row} />}
      <IconButton
        icon="tag"
        label="Tags and notes"
        onClick={() => {
          isOpen.value = true;
        }}
      />
      <IconButton
        icon="archive"
        label={archived ? 'Take out of the archive' : 'Archive'}
        pressed={archived}
        onClick={archive}
      />
      <IconButton
        icon="trash"
        label="Delete"
        disabled={controllable}
        onClick={() => remove(name)}
      />
      {isOpen.value && (
        <Notes
          row={row}
          onClose={() => {
            isOpen.value = false;
          }}
        />
      )}
    </div>
  );
}
