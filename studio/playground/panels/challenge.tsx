/** A link for others: a sentence that says what is to be found out, and parts that are hidden. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Dialog, Switch } from '../../design/controls.js';
import { say } from '../../design/toast.js';
import { encodeConfig, type Hideable, hideable, most } from '../model/config.js';
import * as state from '../worker/state.js';

const words: Readonly<Record<Hideable, string>> = {
  data: 'data, noise and seed',
  features: 'features',
  layers: 'numbers of layers and neurons',
  learning: 'activation, weights, optimiser and the rest',
  rate: 'learning rate',
  doctor: 'what the doctor says',
};

/** Whether a part of the page is there. */
export function isShown(part: Hideable): boolean {
  return !state.config.value.hide.includes(part);
}

/** What is to be found out. */
export function Task(): JSX.Element | null {
  const { task } = state.config.value;
  return task === '' ? null : <p class="task">{task}</p>;
}

/** Makes the link. */
export function ChallengeDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const { config } = state;
  const task = useSignal(config.value.task);
  const hidden = useSignal<readonly Hideable[]>(config.value.hide);
  const copy = (): void => {
    const play = encodeConfig({ ...config.value, task: task.value, hide: hidden.value });
    const link = `${location.origin}${location.pathname}#${new URLSearchParams({ play })}`;
    navigator.clipboard.writeText(link).then(
      () => say('The link to the challenge is copied.'),
      () => say(link),
    );
    onClose();
  };
  return (
    <Dialog title="A challenge" onClose={onClose}>
      <p>A link to what stands here now, with a question, and without what would give it away.</p>
      <label class="challenge-task">
        <span>what is to be found out</span>
        <textarea
          rows={3}
          maxLength={most.task}
          placeholder="Make the test loss fall below 0.1 without another layer."
          value={task.value}
          onInput={(event) => {
            task.value = event.currentTarget.value;
          }}
        />
      </label>
      <fieldset class="challenge-parts">
        <legend>hide</legend>
        {hideable.map((part) => (
          <Switch
            key={part}
            label={words[part]}
            checked={hidden.value.includes(part)}
            onChange={(on) => {
              hidden.value = hideable.filter((one) =>
                one === part ? on : hidden.value.includes(one),
              );
            }}
          />
        ))}
      </fieldset>
      <button type="button" class="primary" onClick={copy}>
        Copy the link
      </button>
    </Dialog>
  );
}
