/** The expression, or the layer, and the step in the address, so that a link shows the same. */

import { effect } from '@preact/signals';
import * as layer from '../layer/state.js';
import { begin, code, goTo, position } from './state.js';

/** Takes both from the address. */
export function readAddress(): void {
  const query = new URLSearchParams(location.hash.slice(1));
  const text = query.get('code');
  if (text !== null) begin(text);
  layer.isOpen.value = query.get('view') === 'layer';
  const step = Number(query.get('step') ?? 0) || 0;
  if (layer.isOpen.value) layer.goTo(step);
  else goTo(step);
}

/** Keeps the address right from now on. */
export function keepAddress(): void {
  effect(() => {
    const query = new URLSearchParams(
      layer.isOpen.value
        ? { view: 'layer', step: String(layer.position.value) }
        : { code: code.value, step: String(position.value) },
    );
    history.replaceState(null, '', `#${query}`);
  });
}
