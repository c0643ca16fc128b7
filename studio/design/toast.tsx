/** A sentence at the foot of the page that goes by itself, with at most one thing to do. */

import { signal } from '@preact/signals';
import type { JSX } from 'preact';

interface Message {
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

const message = signal<Message | null>(null);
const staysFor = 8000;

/** Says a sentence. */
export function say(text: string, action: Message['action'] = null): void {
  const one = { text, action };
  message.value = one;
  setTimeout(() => {
    if (message.value === one) message.value = null;
  }, staysFor);
}

/** Where sentences appear. */
export function Toast(): JSX.Element {
  const shown = message.value;
  const act = (): void => {
    shown?.action?.run();
    message.value = null;
  };
  return (
    <div class="toast-place" role="status">
      {shown !== null && (
        <div class="toast">
          {shown.text}
          {shown.action !== null && (
            <button type="button" class="quiet" onClick={act}>
              {shown.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
