/** The network of the page and the one that was set aside, at the same step. */

import './side-by-side.css';
import type { JSX } from 'preact';
import { count, short } from '../../../design/numbers.js';
import type { PlayConfig, Point } from '../../model/config.js';
import type { Split } from '../../model/points.js';
import * as beside from '../../worker/beside.js';
import type { Frame } from '../../worker/messages.js';
import * as state from '../../worker/state.js';
import { isShown } from '../challenge.js';
import { Curves } from '../curves.js';
import { Findings } from '../doctor/doctor.js';
import { squashOf } from '../point-colours.js';
import { Points, Surface } from '../surface.js';

type Side = keyof beside.Pair;

/** What is known of one of them; at the fork, and until the other one has caught up, as it was. */
function frameOf(side: Side): Frame | null {
  const both = beside.pair.value;
  if (both !== null) return both[side];
  return side === 'mine' ? state.frame.value : (state.kept.value?.frame ?? null);
}

/** What one of them says; it alone is drawn anew at each step. */
function PaneSurface({ side, config }: { side: Side; config: PlayConfig }): JSX.Element | null {
  const frame = frameOf(side);
  if (frame === null) return null;
  const name = side === 'mine' ? 'this network' : 'the one that was set aside';
  return (
    <Surface
      values={frame.surfaces.at(-1) ?? []}
      squash={squashOf(config)}
      label={`What ${name} says everywhere`}
    />
  );
}

function PaneNumbers({ side }: { side: Side }): JSX.Element {
  const measured = frameOf(side)?.measured;
  const facts: [name: string, value: string][] = [
    ['training loss', short(measured?.trainLoss, 3)],
    ['test loss', short(measured?.testLoss, 3)],
  ];
  const accuracy = measured?.accuracy ?? Number.NaN;
  if (!Number.isNaN(accuracy)) facts.push(['right', `${(100 * accuracy).toFixed(1)} %`]);
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt class="small quiet-text">{name}</dt>
          <dd class="number">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Pane(props: {
  side: Side;
  title: string;
  config: PlayConfig;
  points: Split<Point>;
}): JSX.Element {
  const { side, title, config, points } = props;
  return (
    <section class="beside-pane" aria-label={title}>
      <h3>
        <i class={`swatch ${side === 'mine' ? 'test' : 'kept'}`} /> {title}
      </h3>
      <div class="output-place">
        <PaneSurface side={side} config={config} />
        <Points {...points} showTest={true} config={config} />
      </div>
      <PaneNumbers side={side} />
    </section>
  );
}

function Where(): JSX.Element {
  const both = beside.pair.value;
  if (beside.trouble.value !== '') return <p role="alert">{beside.trouble.value}</p>;
  if (both === null) return <p class="quiet-text">The other one is on its way to this step …</p>;
  return (
    <p class="quiet-text">
      both at step <span class="number beside-step">{count(both.mine.measured.step)}</span>
    </p>
  );
}

/** What the doctor says of one of them. */
function BothFindings({ side, config }: { side: Side; config: PlayConfig }): JSX.Element {
  return (
    <div class="hints">
      <h3>{side === 'mine' ? 'doctor, this one' : 'doctor, set aside'}</h3>
      <Findings frame={frameOf(side)} config={config} canChange={side === 'mine'} />
    </div>
  );
}

/** Both, at full size. */
export function SideBySide(): JSX.Element | null {
  const { kept, config, points } = state;
  if (kept.value === null) return null;
  return (
    <section class="output beside" aria-label="Side by side">
      <header class="beside-head">
        <h2>Side by side</h2>
        <Where />
        <button
          type="button"
          onClick={() => {
            beside.isOpen.value = false;
          }}
        >
          back to one
        </button>
        <button type="button" class="quiet" onClick={state.dropKept}>
          drop
        </button>
      </header>
      <div class="beside-panes">
        <Pane side="mine" title="this one" config={config.value} points={points.value} />
        <Pane
          side="other"
          title="set aside"
          config={kept.value.config}
          points={kept.value.points}
        />
      </div>
      <Curves isLarge={true} />
      {isShown('doctor') && (
        <section class="beside-hints" aria-label="Doctor">
          <BothFindings side="mine" config={config.value} />
          <BothFindings side="other" config={kept.value.config} />
        </section>
      )}
      <p class="small quiet-text">
        Change anything of this one: its learning rate, its layers, its data. The other one goes on
        as it was ({kept.value.words}).
      </p>
    </section>
  );
}
