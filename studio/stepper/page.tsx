/** The page of the stepper. */

import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { IconButton } from '../design/controls.js';
import { PageHead } from '../design/page-head.js';
import { Toast } from '../design/toast.js';
import { Graph } from './graph/graph.js';
import { saveGraph } from './graph/save-graph.js';
import { LayerView } from './layer/layer-view.js';
import * as layer from './layer/state.js';
import { Explain } from './panels/explain.js';
import { Leaves } from './panels/leaves.js';
import { OrderList } from './panels/order-list.js';
import { Steps, walkOf } from './panels/steps.js';
import { examples } from './tape/examples.js';
import * as state from './tape/state.js';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}

function useKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const { position, all, goTo } = walkOf();
      const places: Readonly<Record<string, number>> = {
        ArrowRight: position + 1,
        ArrowLeft: position - 1,
        Home: 0,
        End: all,
      };
      const place = places[event.key];
      if (place === undefined) return;
      event.preventDefault();
      goTo(place);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function Examples(): JSX.Element {
  const found = examples.find(({ code }) => code === state.code.value)?.code ?? '';
  return (
    <label class="examples">
      <span class="sr-only">Examples</span>
      <select
        value={layer.isOpen.value ? 'layer' : found}
        onChange={(event) => {
          const { value } = event.currentTarget;
          layer.isOpen.value = value === 'layer';
          if (!layer.isOpen.value) state.begin(value);
        }}
      >
        <option value="" disabled>
          examples
        </option>
        {examples.map((example) => (
          <option key={example.title} value={example.code}>
            {example.title}
          </option>
        ))}
        <option value="layer">matrices: Linear and cross-entropy</option>
      </select>
    </label>
  );
}

function Code(): JSX.Element {
  const { code, mistake } = state;
  const problem = mistake.value;
  return (
    <div class="code-place">
      <Examples />
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

/** The layer with the program that has the same numbers. */
function Layer(): JSX.Element {
  return (
    <>
      <div class="code-place">
        <Examples />
        <p class="code-text number layer-code">
          loss = nn.functional.crossEntropy(new nn.Linear({layer.layerSizes.value}).forward(x),
          target)
        </p>
      </div>
      <LayerView />
    </>
  );
}

function Expression(): JSX.Element {
  return (
    <>
      <Code />
      <Graph />
      <Explain />
      <div class="below">
        <OrderList />
        <Leaves />
      </div>
    </>
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
        {layer.isOpen.value ? <Layer /> : <Expression />}
      </main>
      <Toast />
    </div>
  );
}
