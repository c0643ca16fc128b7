/** The page as a whole: the list at the left, charts or the table at the right. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { IconButton, Segmented, Slider, Switch } from '../design/controls.js';
import { PageHead } from '../design/page-head.js';
import { Toast } from '../design/toast.js';
import { Chart } from './chart.js';
import { chartGroups } from './chart-groups.js';
import { RunList } from './run-list.js';
import { RunPage } from './run-page.js';
import { RunTable } from './run-table.js';
import * as state from './state.js';

const axes = [
  ['step', 'step'],
  ['epoch', 'epoch'],
  ['relative', 'time'],
  ['wall', 'clock'],
] as const;

/** What decides how charts are drawn. */
export function ChartTools(): JSX.Element {
  const { xAxis, logY, smoothing, zoom } = state;
  return (
    <>
      <Segmented
        label="Below the charts"
        value={xAxis.value}
        choices={axes}
        onChange={(axis) => {
          xAxis.value = axis;
          zoom.value = null;
        }}
      />
      <Switch
        label="log y"
        checked={logY.value}
        onChange={(on) => {
          logY.value = on;
        }}
      />
      <Slider
        label="smooth"
        min={0}
        max={0.99}
        step={0.01}
        value={smoothing.value}
        shown={smoothing.value.toFixed(2)}
        onChange={(value) => {
          smoothing.value = value;
        }}
      />
      {zoom.value !== null && (
        <button
          type="button"
          onClick={() => {
            zoom.value = null;
          }}
        >
          show all
        </button>
      )}
    </>
  );
}

function moveBefore(title: string, other: string): void {
  const titles = chartGroups.value.map((group) => group.title).filter((one) => one !== title);
  titles.splice(titles.indexOf(other), 0, title);
  state.order.value = titles;
}

/** All charts of the chosen runs, or the one that fills the page. */
export function Charts(): JSX.Element {
  const groups = chartGroups.value;
  const large = groups.find(({ title }) => title === state.expanded.value);
  const dragged = useSignal('');
  if (large !== undefined) {
    return (
      <div class="charts large">
        <Chart key={large.title} group={large} height={Math.max(320, innerHeight - 220)} />
      </div>
    );
  }
  return (
    <div class="charts">
      {groups.map((group, i) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: pins do the same for keys
        <div
          key={`${group.title} ${group.metrics.join()}`}
          class={i === 0 ? 'chart-cell first' : 'chart-cell'}
          draggable={dragged.value === group.title}
          onPointerDown={(event) => {
            const isHead = event.target instanceof Element && event.target.closest('h3') !== null;
            dragged.value = isHead ? group.title : '';
          }}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            if (dragged.value !== '') moveBefore(dragged.value, group.title);
            dragged.value = '';
          }}
        >
          <Chart group={group} height={i === 0 ? 300 : 200} />
        </div>
      ))}
    </div>
  );
}

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
  if (state.opened.value !== null) return <RunPage name={state.opened.value} />;
  const isEmpty = state.runs.value !== null && state.runs.value.size === 0;
  if (isEmpty) return <Empty />;
  return (
    <>
      <Tools />
      {state.view.value === 'table' ? <RunTable /> : <Charts />}
      {state.view.value === 'charts' && state.runs.value !== null && state.selected.value.size === 0 && (
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
  return (
    <div class={isOpen.value ? 'shell list-open' : 'shell'}>
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
          <span>{state.shownRows.value.length} runs</span>
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
