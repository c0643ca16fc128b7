/** The page as a whole: the list at the left, charts or the table at the right. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { IconButton, Segmented, Switch } from '../design/controls.js';
import { PageHead } from '../design/page-head.js';
import { Toast } from '../design/toast.js';
import { Charts, ChartTools } from './charts/charts.js';
import { DroppedPage, dropped, OpenFile, takesFiles } from './files/dropped.js';
import { RunList } from './list/run-list.js';
import { RunTable } from './list/run-table.js';
import { RunPage } from './run/run-page.js';
import * as state from './store/state.js';

function Empty(): JSX.Element {
  return (
    <div class="empty">
      <h1>No training yet</h1>
      <p>This page shows every training kept in {state.folder.value}, while it runs and after.</p>
      <pre>npx chainrule train digits</pre>
      <p class="quiet-text">It appears here by itself.</p>
    </div>
  );
}

function Tools(): JSX.Element {
  const { view, selected, selectedRows } = state;
  return (
    <div class="tools">
      <Segmented
        label="View"
        value={view.value}
        choices={[
          ['charts', 'Charts'],
          ['table', 'Table'],
        ]}
        onChange={(one) => {
          view.value = one;
        }}
      />
      {view.value === 'charts' && <ChartTools />}
      <span class="quiet-text tools-end">
        {selectedRows.value.length} shown
        {selected.value.size > 0 && (
          <button type="button" class="quiet" onClick={() => state.choose([])}>
            none
          </button>
        )}
      </span>
    </div>
  );
}

function Main(): JSX.Element {
  if (dropped.value !== null) return <DroppedPage file={dropped.value} />;
  if (state.opened.value !== null) return <RunPage name={state.opened.value} />;
  const isEmpty = state.runs.value !== null && state.runs.value.size === 0;
  if (isEmpty) return <Empty />;
  return (
    <>
      <Tools />
      {state.view.value === 'table' ? <RunTable /> : <Charts />}
      {state.view.value === 'charts' &&
        state.runs.value !== null &&
        state.selected.value.size === 0 && (
          <div class="empty">
            <p>Choose runs with the dots at the left to see their curves.</p>
          </div>
        )}
    </>
  );
}

/** The page. */
export function Overview(): JSX.Element {
  const isOpen = useSignal(false);
  const { filter, connected, trouble, showArchived } = state;
  // On a phone the list covers the file that was opened from it.
  useEffect(() => {
    isOpen.value = false;
  }, [dropped.value]);
  return (
    <div class={isOpen.value ? 'shell list-open' : 'shell'} {...takesFiles}>
      <PageHead current="runs">
        <label class="filter">
          <span class="sr-only">Filter runs</span>
          <input
            type="search"
            placeholder="filter: name, acc > .9, lr:3e-4, #tag"
            value={filter.value}
            onInput={(event) => {
              filter.value = event.currentTarget.value;
            }}
          />
        </label>
      </PageHead>
      {!connected.value && <p class="banner">The server does not answer. Trying again …</p>}
      {trouble.value !== '' && (
        <p class="banner" role="alert">
          {trouble.value}
          <IconButton
            icon="close"
            label="Close"
            onClick={() => {
              trouble.value = '';
            }}
          />
        </p>
      )}
      <aside>
        <RunList />
        <footer class="list-foot quiet-text small">
          <span>
            {state.shownRows.value.length} {state.shownRows.value.length === 1 ? 'run' : 'runs'}
          </span>
          <OpenFile />
          <Switch
            label="archived"
            checked={showArchived.value}
            onChange={(on) => {
              showArchived.value = on;
            }}
          />
        </footer>
      </aside>
      <button
        type="button"
        class="list-toggle"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {isOpen.value ? 'Charts' : 'Runs'}
      </button>
      <main>
        <Main />
      </main>
      <Toast />
    </div>
  );
}
