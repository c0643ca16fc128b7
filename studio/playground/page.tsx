/** The page of the playground. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Dialog, IconButton, Segmented } from '../design/controls.js';
import { count, short } from '../design/numbers.js';
import { PageHead } from '../design/page-head.js';
import { say, Toast } from '../design/toast.js';
import { SideBySide } from './panels/beside/side-by-side.js';
import { isShown, Task } from './panels/challenge.js';
import { DataPanel } from './panels/data-panel.js';
import { Doctor, DoctorSign } from './panels/doctor/doctor.js';
import { NetworkView } from './panels/network/network-view.js';
import { NeuronDialog } from './panels/neuron-dialog.js';
import { OutputPanel } from './panels/output-panel.js';
import { Share } from './panels/share.js';
import * as beside from './worker/beside.js';
import * as state from './worker/state.js';

function toggle(): void {
  state.isPlaying.value = !state.isPlaying.value;
}

function useKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('input, select, textarea, dialog, button, summary')) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const keys: Readonly<Record<string, () => void>> = {
        ' ': toggle,
        ArrowRight: () => state.stepBy(event.shiftKey ? 100 : 1),
        ArrowLeft: () => state.stepBy(event.shiftKey ? -100 : -1),
        r: () => state.start(state.config.value),
      };
      const act = keys[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function Numbers(): JSX.Element {
  const measured = state.calmFrame.value?.measured;
  const accuracy = measured?.accuracy ?? Number.NaN;
  return (
    <dl class="play-numbers">
      <div>
        <dt class="small quiet-text">step</dt>
        <dd class="number">{count(measured?.step ?? 0)}</dd>
      </div>
      <div>
        <dt class="small quiet-text">training loss</dt>
        <dd class="number">{short(measured?.trainLoss, 3)}</dd>
      </div>
      <div>
        <dt class="small quiet-text">test loss</dt>
        <dd class="number">{short(measured?.testLoss, 3)}</dd>
      </div>
      {!Number.isNaN(accuracy) && (
        <div>
          <dt class="small quiet-text">right</dt>
          <dd class="number">{(100 * accuracy).toFixed(1)} %</dd>
        </div>
      )}
    </dl>
  );
}

function RateField(): JSX.Element {
  const rate = state.calmFrame.value?.lr ?? state.config.value.lr;
  return (
    <label class="number-field rate-field">
      <span>learning rate</span>
      <input
        type="number"
        min={0}
        step="any"
        value={Number(rate.toPrecision(4))}
        onChange={(event) => {
          const typed = event.currentTarget.valueAsNumber;
          if (typed >= 0) state.setRate(typed);
        }}
      />
    </label>
  );
}

function Bar(): JSX.Element {
  const { isPlaying, speed } = state;
  return (
    <div class="play-bar">
      <IconButton
        icon="reset"
        label="Begin anew (R)"
        onClick={() => state.start(state.config.value)}
      />
      <IconButton icon="back" label="One step back (←)" onClick={() => state.stepBy(-1)} />
      <button type="button" class="primary play-button" onClick={toggle}>
        {isPlaying.value ? 'Pause' : 'Train'}
      </button>
      <IconButton icon="forward" label="One step on (→)" onClick={() => state.stepBy(1)} />
      <Segmented
        label="Speed"
        value={speed.value}
        choices={[
          ['slow', 'slow'],
          ['steady', 'steady'],
          ['full', 'full'],
        ]}
        onChange={(value) => {
          speed.value = value;
        }}
      />
      <Numbers />
      {isShown('rate') && <RateField />}
      <Share />
    </div>
  );
}

function TimeLine(): JSX.Element {
  const { history, calmFrame } = state;
  const last = Math.max(1, history.value.at(-1)?.step ?? 1);
  const now = calmFrame.value?.measured.step ?? 0;
  return (
    <div class="time-line">
      <input
        type="range"
        aria-label="Go to a step"
        min={0}
        max={last}
        value={now}
        onInput={(event) => {
          state.isPlaying.value = false;
          state.goTo(event.currentTarget.valueAsNumber);
        }}
      />
      <button type="button" onClick={state.fork}>
        fork here
      </button>
      <span class="number small quiet-text rate-shown">
        {state.isPlaying.value ? `${count(state.stepsPerSecond.value)} steps / s` : ''}
      </span>
      {isShown('doctor') && <DoctorSign />}
    </div>
  );
}

function Program(): JSX.Element | null {
  const { program } = state;
  if (program.value === '') return null;
  const copy = (): Promise<void> =>
    navigator.clipboard.writeText(program.value).then(
      () => say('Copied.'),
      () => say('The browser did not allow it.'),
    );
  return (
    <Dialog
      title="The same in TypeScript"
      onClose={() => {
        program.value = '';
      }}
    >
      <p>It trains this network to this step with the same bits.</p>
      <div class="program-tools">
        <button type="button" class="primary" onClick={copy}>
          Copy
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <pre class="code program" tabIndex={0}>
        {program.value}
      </pre>
    </Dialog>
  );
}

type Part = 'data' | 'network' | 'output';

/** The page. */
export function PlaygroundPage(): JSX.Element {
  useKeys();
  const part = useSignal<Part>('output');
  const { trouble } = state;
  return (
    <div class={`playground part-${part.value}`}>
      <PageHead current="playground" />
      <h1 class="sr-only">Playground</h1>
      <Bar />
      <Task />
      {trouble.value !== '' && (
        <p class="banner" role="alert">
          {trouble.value}
        </p>
      )}
      <div class="part-choice">
        <Segmented<Part>
          label="Part"
          value={part.value}
          choices={[
            ['data', 'Data'],
            ['network', 'Network'],
            ['output', 'Output'],
          ]}
          onChange={(value) => {
            part.value = value;
          }}
        />
      </div>
      <main>
        <DataPanel />
        {beside.isOpen.value ? (
          <SideBySide />
        ) : (
          <>
            <NetworkView />
            {isShown('doctor') && <Doctor />}
            <OutputPanel />
          </>
        )}
      </main>
      <TimeLine />
      <NeuronDialog />
      <Program />
      <Toast />
    </div>
  );
}
