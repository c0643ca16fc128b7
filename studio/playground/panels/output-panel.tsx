/** What the whole network says, with the points; the curves. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { short } from '../../design/numbers.js';
import { classesOf, isRegression, most } from '../model/config.js';
import type { Frame } from '../worker/messages.js';
import * as state from '../worker/state.js';
import { Curves } from './curves.js';
import { DigitPictures } from './digits/digit-pictures.js';
import { classColour } from './paint.js';
import { usePainting } from './painting.js';
import { squashOf } from './point-colours.js';
import { LiveSurface, Points, Surface } from './surface.js';

function squash(value: number): number {
  return squashOf(state.config.value)(value);
}

function outputsIn(frame: Frame): readonly Float32Array[] {
  return frame.surfaces.at(-1) ?? [];
}

/** The output, and points to paint. */
function Output(): JSX.Element {
  const wantsToPaint = useSignal(false);
  const painting = usePainting();
  const showTest = useSignal(true);
  const classes = classesOf(state.config.value);
  const isOfDigits = state.config.value.data === 'digits';
  const isPainting = wantsToPaint.value && !isOfDigits;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: painting needs a pointer */}
      <div
        class={isPainting ? 'output-place painting' : 'output-place'}
        {...(isPainting ? painting : {})}
        onContextMenu={(event) => {
          if (isPainting) event.preventDefault();
        }}
      >
        <LiveSurface squash={squash} label="What the network says everywhere" />
        <Points {...state.points.value} showTest={showTest.value} config={state.config.value} />
      </div>
      <div class="output-tools">
        <label>
          <input
            type="checkbox"
            checked={showTest.value}
            onChange={(event) => {
              showTest.value = event.currentTarget.checked;
            }}
          />
          test {isOfDigits ? 'pictures' : 'points'}
        </label>
        {!isOfDigits && (
          <button
            type="button"
            aria-pressed={isPainting}
            onClick={() => {
              wantsToPaint.value = !wantsToPaint.value;
            }}
          >
            paint
          </button>
        )}
        {isPainting &&
          !isRegression(state.config.value) &&
          Array.from({ length: Math.min(most.classes, classes + 1) }, (_, label) => (
            <button
              key={label}
              type="button"
              class="brush"
              aria-pressed={state.brush.value === label}
              aria-label={`Paint class ${label}`}
              style={{ color: classColour(label, Math.max(classes, label + 1)) }}
              onClick={() => {
                state.brush.value = label;
              }}
            >
              ●
            </button>
          ))}
      </div>
      {isPainting && (
        <p class="quiet-text small">
          Click adds a point; Shift and click, the right button, or a finger that rests, removes.
        </p>
      )}
    </>
  );
}

function Compared(): JSX.Element | null {
  const { kept } = state;
  if (kept.value === null) return null;
  return (
    <section class="kept-place" aria-label="Set aside">
      <Surface
        values={outputsIn(kept.value.frame)}
        squash={squashOf(kept.value.config)}
        label="What the network that was set aside says"
      />
      <div>
        <p class="small">{kept.value.words}</p>
        <p class="number small">test loss {short(kept.value.frame.measured.testLoss, 3)}</p>
        <button type="button" onClick={state.showBeside}>
          side by side
        </button>
        <button type="button" class="quiet" onClick={state.dropKept}>
          drop
        </button>
      </div>
    </section>
  );
}

/** The loss around the present weights. */
function LandscapeView(): JSX.Element {
  const { landscape } = state;
  const found = landscape.value;
  const logs =
    found === null ? [] : [Float32Array.from(found.losses, (loss) => Math.log10(loss + 1e-6))];
  const [low, high] = [Math.min(...(logs[0] ?? [0])), Math.max(...(logs[0] ?? [1]))];
  const between = (value: number): number => (2 * (value - low)) / (high - low || 1) - 1;
  return (
    <details
      class="landscape"
      onToggle={(event) => {
        if (event.currentTarget.open) state.ask('landscape');
      }}
    >
      <summary>loss landscape</summary>
      {found !== null && (
        <>
          <Surface values={logs} squash={between} label="The loss around the present weights" />
          <p class="small quiet-text">
            Two random directions around the present weights, which stand in the middle. The loss
            goes from {short(10 ** low, 3)} (orange) to {short(10 ** high, 3)} (blue).{' '}
            <button type="button" class="quiet" onClick={() => state.ask('landscape')}>
              again
            </button>
          </p>
        </>
      )}
    </details>
  );
}

/** The column at the right. */
export function OutputPanel(): JSX.Element {
  return (
    <section class="output" aria-label="Output">
      <Output />
      <Curves />
      {state.config.value.data === 'digits' && <DigitPictures />}
      <Compared />
      <LandscapeView />
    </section>
  );
}
