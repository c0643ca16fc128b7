/** What the whole network says, with the points; the curves; what the doctor finds. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Icon } from '../../design/icons.js';
import { short } from '../../design/numbers.js';
import { classesOf, isRegression, most } from '../model/config.js';
import type { Measured } from '../model/picture.js';
import { reach } from '../model/points.js';
import type { Frame } from '../worker/messages.js';
import * as state from '../worker/state.js';
import { isShown } from './challenge.js';
import { classToken } from './paint.js';
import { LiveSurface, Points, Surface } from './surface.js';

const least = 0.02;

function squash(value: number): number {
  return isRegression(state.config.value) ? value : Math.tanh(value / 2);
}

function colourOf(label: number): string {
  const { config } = state;
  if (!isRegression(config.value)) return `var(${classToken(label, classesOf(config.value))})`;
  const share = Math.round(100 * Math.min(1, Math.abs(label)));
  const colour = label < 0 ? '--series-2' : '--series-1';
  return `color-mix(in srgb, var(${colour}) ${share}%, var(--background))`;
}

function outputsIn(frame: Frame): readonly Float32Array[] {
  return frame.surfaces.at(-1) ?? [];
}

/** Adds a point where the pointer is, or takes the nearest away. */
function paint(event: PointerEvent & { currentTarget: HTMLElement }): void {
  const box = event.currentTarget.getBoundingClientRect();
  const x = reach * (2 * ((event.clientX - box.left) / box.width) - 1);
  const y = -reach * (2 * ((event.clientY - box.top) / box.height) - 1);
  const { config, points, brush } = state;
  const all =
    config.value.data === 'painted'
      ? config.value.points
      : [...points.value.train, ...points.value.test];
  if (event.button === 2 || event.shiftKey) {
    const far = all.map(([a, b]) => (a - x) ** 2 + (b - y) ** 2);
    const nearest = far.indexOf(Math.min(...far));
    state.change({ data: 'painted', points: all.filter((_, i) => i !== nearest) });
    return;
  }
  if (all.length >= most.points) return;
  const round = (value: number): number => Math.round(1000 * value) / 1000;
  state.change({ data: 'painted', points: [...all, [round(x), round(y), brush.value]] });
}

/** The output, and points to paint. */
function Output(): JSX.Element {
  const isPainting = useSignal(false);
  const showTest = useSignal(true);
  const classes = classesOf(state.config.value);
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: painting needs a pointer */}
      <div
        class={isPainting.value ? 'output-place painting' : 'output-place'}
        onPointerDown={(event) => {
          if (isPainting.value) paint(event);
        }}
        onContextMenu={(event) => {
          if (isPainting.value) event.preventDefault();
        }}
      >
        <LiveSurface squash={squash} label="What the network says everywhere" />
        <Points {...state.points.value} showTest={showTest.value} colourOf={colourOf} />
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
          test points
        </label>
        <button
          type="button"
          aria-pressed={isPainting.value}
          onClick={() => {
            isPainting.value = !isPainting.value;
          }}
        >
          paint
        </button>
        {isPainting.value &&
          !isRegression(state.config.value) &&
          Array.from({ length: Math.min(most.classes, classes + 1) }, (_, label) => (
            <button
              key={label}
              type="button"
              class="brush"
              aria-pressed={state.brush.value === label}
              aria-label={`Paint class ${label}`}
              style={{ color: `var(${classToken(label, Math.max(classes, label + 1))})` }}
              onClick={() => {
                state.brush.value = label;
              }}
            >
              ●
            </button>
          ))}
      </div>
      {isPainting.value && (
        <p class="quiet-text small">
          Click adds a point; Shift and click, or the right button, removes.
        </p>
      )}
    </>
  );
}

const size = { width: 300, height: 120 } as const;

function line(
  list: readonly Measured[],
  pick: (one: Measured) => number,
  range: readonly [number, number],
  last: number,
): string {
  const [low, high] = range;
  const scale = (value: number): number => Math.log10(Math.max(least * low, value));
  const [a, b] = [scale(low), scale(high)];
  const points = list.flatMap((one) => {
    const value = pick(one);
    if (!Number.isFinite(value)) return [];
    const x = (size.width * one.step) / Math.max(1, last);
    const y = size.height - 4 - ((size.height - 8) * (scale(value) - a)) / (b - a || 1);
    return [`${x.toFixed(1)} ${Math.max(0, Math.min(size.height, y)).toFixed(1)}`];
  });
  return points.length > 1 ? `M${points.join('L')}` : '';
}

/** Losses over the steps, on a scale of powers of ten. */
function Curves(): JSX.Element {
  const { history, calmFrame, kept } = state;
  const now = calmFrame.value?.measured.step ?? 0;
  const past = history.value.filter(({ step }) => step <= now);
  const all = [...history.value, ...(kept.value?.history ?? [])];
  const losses = all
    .flatMap(({ trainLoss, testLoss }) => [trainLoss, testLoss])
    .filter((v) => v > 0 && Number.isFinite(v));
  const range = [Math.min(...losses, 1), Math.max(...losses, 0.01)] as const;
  const last = Math.max(...all.map(({ step }) => step), 1);
  const train = ({ trainLoss }: Measured): number => trainLoss;
  const test = ({ testLoss }: Measured): number => testLoss;
  return (
    <figure class="curves">
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label="Loss over the steps">
        {kept.value !== null && (
          <path class="curve kept" d={line(kept.value.history, test, range, last)} />
        )}
        <path class="curve future" d={line(history.value, test, range, last)} />
        <path class="curve train" d={line(past, train, range, last)} />
        <path class="curve test" d={line(past, test, range, last)} />
      </svg>
      <figcaption class="small quiet-text">
        <i class="swatch test" /> test <i class="swatch train" /> training
        {kept.value !== null && (
          <>
            {' '}
            <i class="swatch kept" /> kept
          </>
        )}
      </figcaption>
    </figure>
  );
}

function Doctor(): JSX.Element {
  const hints = state.calmFrame.value?.hints ?? [];
  return (
    <section class="hints" aria-label="Doctor">
      <h3>doctor</h3>
      {hints.length === 0 && <p class="quiet-text small">Nothing to complain about so far.</p>}
      <ul>
        {hints.map(({ code, message, fix, step }) => (
          <li key={code}>
            <details>
              <summary>
                <Icon name="warning" />
                {message.split(':')[0]}
              </summary>
              <p class="small">
                {message} (step {short(step)})
              </p>
              <p class="small quiet-text">{fix}</p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Compared(): JSX.Element | null {
  const { kept } = state;
  if (kept.value === null) return null;
  return (
    <section class="kept-place" aria-label="Kept to compare">
      <Surface
        values={outputsIn(kept.value.frame)}
        squash={squash}
        label="What the kept network says"
      />
      <div>
        <p class="small">{kept.value.words}</p>
        <p class="number small">test loss {short(kept.value.frame.measured.testLoss, 3)}</p>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            kept.value = null;
          }}
        >
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
      <Compared />
      {isShown('doctor') && <Doctor />}
      <LandscapeView />
    </section>
  );
}
