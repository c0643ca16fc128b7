/** The expression and the step in the address, so that a link shows the same. */

import { effect } from '@preact/signals';
import { begin, code, goTo, position } from './state.js';

/** Takes both from the address. */
export function readAddress(): void {
  const query = new URLSearchParams(location.hash.slice(1));
  const text = query.get('code');
  if (text !== null) begin(text);
  goTo(Number(query.get('step') ?? 0) || 0);
}

/** Keeps the address right from now on. */
export function keepAddress(): void {
  effect(() => {
    const query = new URLSearchParams({ code: code.value, step: String(position.value) });
    history.replaceState(null, '', `#${query}`);
  });
}
