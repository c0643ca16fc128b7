/** How large the last gradient was. */

import type { JSX } from 'preact';
import { short } from '../../../design/numbers.js';
import * as state from '../../worker/state.js';

/** Gradient sizes, layer by layer, on a scale of powers of ten. */
export function Gradients(): JSX.Element {
  const { gradients } = state.calmFrame.value ?? { gradients: [] };
  const height = (size: number): number =>
    size > 0 ? Math.max(2, Math.min(40, 40 + 8 * Math.log10(size))) : 0;
  return (
    <div class="gradients">
      <span class="quiet-text small">gradient of each layer</span>
      {gradients.map((size, layer) => (
        <div key={layer} class="gradient" title={`layer ${layer + 1}: ${short(size)}`}>
          <i style={{ height: `${height(size)}px` }} />
          <span class="number small">{short(size, 2)}</span>
        </div>
      ))}
    </div>
  );
}
