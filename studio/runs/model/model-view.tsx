/** The model of a run: as a drawing that opens module by module, or as a list with all numbers. */

import './model.css';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Segmented } from '../../design/controls.js';
import { ModelGraph } from './model-graph.js';
import { ModelOutline } from './model-outline.js';
import type { ModuleNode } from './module-tree.js';

/** The two views; which of them, is chosen above. */
export function ModelView(props: {
  root: ModuleNode;
  chosen: string;
  onChoose: (name: string) => void;
}): JSX.Element {
  const view = useSignal<'graph' | 'list'>('graph');
  return (
    <div class={`model-view ${view.value}`}>
      <Segmented
        label="The model as"
        value={view.value}
        choices={[
          ['graph', 'Graph'],
          ['list', 'List'],
        ]}
        onChange={(choice) => {
          view.value = choice;
        }}
      />
      {view.value === 'graph' ? <ModelGraph {...props} /> : <ModelOutline {...props} />}
    </div>
  );
}
