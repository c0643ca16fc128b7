/** The page of the stepper. */

import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { IconButton } from '../design/controls.js';
import { PageHead } from '../design/page-head.js';
import { Toast } from '../design/toast.js';
import { Graph } from './graph/graph.js';
import { saveGraph } from './graph/save-graph.js';
import { Explain } from './panels/explain.js';
import { Leaves } from './panels/leaves.js';
import { OrderList } from './panels/order-list.js';
import { examples } from './tape/examples.js';
import * as state from './tape/state.js';

const playEvery = 700;

function where(): string {
  const { position, forwardSteps, allSteps } = state;
  if (position.value === 0) return 'start';
  if (position.value <= forwardSteps.value) {
    return `forward ${position.value} of ${forwardSteps.value}`;
  }
  return `backward ${position.value - forwardSteps.value} of ${allSteps.value - forwardSteps.value}`;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}

function useKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const { position, allSteps } = state;
      const places: Readonly<Record<string, number>> = {
        ArrowRight: position.value + 1,
        ArrowLeft: position.value - 1,
        Home: 0,
        End: allSteps.value,
      };
      const place = places[event.key];
      if (place === undefined) return;
      event.preventDefault();
      state.goTo(place);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function Steps(): JSX.Element {
  const { position, allSteps, forwardSteps } = state;
  const isPlaying = useSignal(false);
  useSignalEffect(() => {
    if (!isPlaying.value) return;
    const timer = setInterval(() => {
      if (position.value >= allSteps.value) isPlaying.value = false;
      else state.goTo(position.value + 1);
    }, playEvery);
    return () => clearInterval(timer);
  });
  const atEnd = position.value >= allSteps.value;
  const play = (): void => {
    if (atEnd) state.goTo(0);
    isPlaying.value = !isPlaying.value;
  };
  return (
    <div class="steps">
      <IconButton icon="first" label="To the start" onClick={() => state.goTo(0)} />
      <IconButton
        icon="back"
        label="One step back"
        disabled={position.value === 0}
        onClick={() => state.goTo(position.value - 1)}
      />
      <IconButton
        icon={isPlaying.value ? 'pause' : 'play'}
        label={isPlaying.value ? 'Pause' : 'Play'}
        onClick={play}
      />
      <IconButton
        icon="forward"
        label="One step on"
        disabled={atEnd}
        onClick={() => state.goTo(position.value + 1)}
      />
      <IconButton icon="last" label="To the end" onClick={() => state.goTo(allSteps.value)} />
      <input
        type="range"
        class="steps-line"
        aria-label="Step"
        min={0}
        max={allSteps.value}
        value={position.value}
        style={{ '--turn': `${(100 * forwardSteps.value) / Math.max(1, allSteps.value)}%` }}
        onInput={(event) => state.goTo(event.currentTarget.valueAsNumber)}
      />
      <output class="number">{where()}</output>
    </div>
  );
}

function Code(): JSX.Element {
  const { code, mistake } = state;
  const problem = mistake.value;
  return (
    <div class="code-place">
      <label class="examples">
        <span class="sr-only">Examples</span>
        <select
          value={examples.find((example) => example.code === code.value)?.code ?? ''}
          onChange={(event) => state.begin(event.currentTarget.value)}
        >
          <option value="" disabled>
            examples
          </option>
          {examples.map((example) => (
            <option key={example.title} value={example.code}>
              {example.title}
            </option>
          ))}
        </select>
      </label>
      <textarea
        class="code-text number"
        aria-label="Expression"
        aria-invalid={problem !== null}
        spellcheck={false}
        rows={Math.min(6, code.value.split('\n').length)}
        value={code.value}
        onInput={(event) => state.begin(event.currentTarget.value)}
      />
      {problem !== null && (
        <p class="mistake" role="alert">
          {problem.message}
        </p>
      )}
      <IconButton icon="download" label="Save the graph as SVG" onClick={saveGraph} />
    </div>
  );
}

/** The page. */
export function StepperPage(): JSX.Element {
  useKeys();
  return (
    <div class="stepper">
      <PageHead current="stepper">
        <Steps />
      </PageHead>
      <main>
        <h1 class="sr-only">Stepper</h1>
        <Code />
        <Graph />
        <Explain />
        <div class="below">
          <OrderList />
          <Leaves />
        </div>
      </main>
      <Toast />
    </div>
  );
}
