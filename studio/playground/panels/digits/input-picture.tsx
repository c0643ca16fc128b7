/** The picture that the network is shown, in the place where points have their features. */

import type { JSX } from 'preact';
import { PictureView } from '../../../design/picture-view.js';
import * as state from '../../worker/state.js';
import { judged } from './looked-at.js';

/** The picture that was chosen last. */
export function InputPicture({ style }: { style: Record<string, string> }): JSX.Element | null {
  const one = judged.value[state.lookedAt.value];
  if (one === undefined) return null;
  const said = one.said < 0 ? '' : ` taken for ${one.said}`;
  return (
    <div class="input-picture" style={style}>
      <PictureView picture={one.picture} label={`a ${one.label}${said}`} />
      <span class="number small quiet-text">
        {one.label}
        {one.said >= 0 && ` → ${one.said}`}
      </span>
    </div>
  );
}
