/** Digits that the network is judged by, those that it takes for others first; and one's own. */

import './digits.css';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Drawing } from '../../../design/drawing/drawing.js';
import { PictureView } from '../../../design/picture-view.js';
import { digitSide } from '../../model/config.js';
import * as state from '../../worker/state.js';
import { type Judged, judged } from './looked-at.js';

const mostShown = 15;

function isWrong({ label, said }: Judged): boolean {
  return said >= 0 && said !== label;
}

function words({ label, said, sure }: Judged): string {
  if (said < 0) return `a ${label}`;
  const percent = `${Math.round(100 * sure)} % sure`;
  return said === label
    ? `a ${label}, right, ${percent}`
    : `a ${label} taken for ${said}, ${percent}`;
}

function Example({ one, index }: { one: Judged; index: number }): JSX.Element {
  return (
    <li>
      <button
        type="button"
        class={isWrong(one) ? 'digit wrong' : 'digit'}
        aria-pressed={state.lookedAt.value === index}
        title={words(one)}
        aria-label={`${words(one)}: show it to the network`}
        onClick={() => {
          state.lookedAt.value = index;
        }}
      >
        <PictureView picture={one.picture} label="" />
        <span class="number small">
          {isWrong(one) && '✗ '}
          {one.said < 0 ? one.label : one.said}
        </span>
      </button>
    </li>
  );
}

/** How likely each digit is, as bars that keep their places. */
function Shares({ shares }: { shares: Float32Array }): JSX.Element | null {
  if (shares.length === 0) return null;
  const best = shares.indexOf(Math.max(...shares));
  return (
    <div class="digit-shares" aria-live="polite">
      <p>
        a <strong class="number">{best}</strong>, {Math.round(100 * (shares[best] ?? 0))} % sure
      </p>
      <ol aria-hidden="true">
        {Array.from(shares, (share, digit) => (
          <li key={digit} class={digit === best ? 'best' : ''}>
            <i style={{ height: `${Math.max(1, 40 * share)}px` }} />
            <span class="number small">{digit}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A digit of one's own: what the network takes it for follows the training. */
function OwnDigit(): JSX.Element {
  const isOpen = useSignal(false);
  useEffect(() => () => state.look([]), []);
  return (
    <details
      class="own-digit"
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>draw a digit of your own</summary>
      {isOpen.value && <Drawing side={digitSide} onInk={state.look} />}
      <Shares shares={state.calmFrame.value?.saidOfDrawn ?? new Float32Array(0)} />
    </details>
  );
}

/** Below the plane. */
export function DigitPictures(): JSX.Element {
  const all = judged.value.map((one, index) => ({ one, index }));
  const wrong = all.filter(({ one }) => isWrong(one)).sort((a, b) => b.one.sure - a.one.sure);
  const right = all.filter(({ one }) => !isWrong(one));
  const shown = [...wrong, ...right].slice(0, mostShown);
  return (
    <div class="digit-pictures">
      <p class="small quiet-text">
        Each numeral is a picture, put where its two principal components lie; behind it, what the
        network says of the pictures in between.
      </p>
      <h3>
        {wrong.length === 0 ? 'pictures it is judged by' : `${wrong.length} of ${all.length} wrong`}
      </h3>
      <ul>
        {shown.map(({ one, index }) => (
          <Example key={index} one={one} index={index} />
        ))}
      </ul>
      <OwnDigit />
    </div>
  );
}
