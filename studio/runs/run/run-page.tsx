/** A run as a page of its own. */

import './run-page.css';
import type { RunDetail, RunRow } from 'chainrule/studio';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { IconButton, Segmented } from '../../design/controls.js';
import { duration, short } from '../../design/numbers.js';
import { Charts, ChartTools } from '../charts/charts.js';
import { numbersThatMatter } from '../list/run-list.js';
import { Predict } from '../predict/predict.js';
import { fetchRun } from '../store/api.js';
import { opened, runs, tab } from '../store/state.js';
import { Film } from './film.js';
import { Layers } from './layers.js';
import { Results } from './results.js';
import { ControlButtons } from './run-control.js';
import { Files, Findings } from './run-parts.js';
import { Settings } from './settings.js';

const tabs = [
  ['overview', 'Overview'],
  ['charts', 'Charts'],
  ['layers', 'Layers'],
  ['results', 'Results'],
  ['predict', 'Predict'],
  ['files', 'Files'],
] as const;

/** What the server knows of a run; asked anew when it has changed, never for one that is gone. */
function useDetail(name: string, changed: number | null): RunDetail | null {
  const [detail, setDetail] = useState<RunDetail | null>(null);
  useEffect(() => {
    let isHere = true;
    if (changed === null) return;
    fetchRun(name).then(
      (found) => isHere && setDetail(found),
      () => {},
    );
    return () => {
      isHere = false;
    };
  }, [name, changed]);
  return detail?.row.name === name ? detail : null;
}

function Numbers({ row }: { row: RunRow }): JSX.Element {
  const { progress, secondsLeft, started, changed, last } = row;
  const facts: [string, string][] = [
    ...numbersThatMatter(row).map(([label, value]): [string, string] => [
      `best ${label}`,
      short(value),
    ]),
    ...(last.epoch === undefined ? [] : [['epoch', short(last.epoch)] as [string, string]]),
    ...(last.step === undefined ? [] : [['step', short(last.step)] as [string, string]]),
    ['took', duration((changed - started) / 1000)],
    ...(secondsLeft === null ? [] : [['left', duration(secondsLeft)] as [string, string]]),
    ...(progress === null || progress === 1
      ? []
      : [['done', `${Math.floor(100 * progress)} %`] as [string, string]]),
    ...(last.samplesPerSecond === undefined
      ? []
      : [['samples / s', short(last.samplesPerSecond, 3)] as [string, string]]),
  ];
  return (
    <dl class="numbers">
      {facts.map(([label, text]) => (
        <div key={label}>
          <dt class="quiet-text small">{label}</dt>
          <dd class="number">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Body({ detail }: { detail: RunDetail }): JSX.Element {
  switch (tab.value) {
    case 'charts':
      return (
        <>
          <div class="tools">
            <ChartTools />
          </div>
          <Charts />
        </>
      );
    case 'layers':
      return <Layers detail={detail} />;
    case 'results':
      return <Results detail={detail} />;
    case 'predict':
      return <Predict name={detail.row.name} changed={detail.row.changed} />;
    case 'files':
      return <Files detail={detail} />;
    default:
      return (
        <div class="run-overview">
          <Findings row={detail.row} />
          <Charts />
          <Film detail={detail} />
          <Settings detail={detail} />
        </div>
      );
  }
}

/** The page of the run `name`. */
export function RunPage({ name }: { name: string }): JSX.Element {
  const row = runs.value?.get(name);
  const detail = useDetail(name, row?.changed ?? null);
  if (row === undefined) {
    return (
      <div class="empty">
        <p>{runs.value === null ? 'Loading …' : `There is no run ${name} here.`}</p>
        <button
          type="button"
          onClick={() => {
            opened.value = null;
          }}
        >
          All runs
        </button>
      </div>
    );
  }
  return (
    <article class="run-page">
      <header>
        <IconButton
          icon="left"
          label="All runs"
          onClick={() => {
            opened.value = null;
          }}
        />
        <h1>{name}</h1>
        <span class={`run-state ${row.state}`}>{row.state}</span>
        <ControlButtons row={row} />
      </header>
      {row.damage !== '' && <p class="banner">{row.damage}.</p>}
      <Numbers row={row} />
      <Segmented
        label="Part"
        value={tab.value}
        choices={tabs}
        onChange={(one) => {
          tab.value = one;
        }}
      />
      {detail === null ? <p class="quiet-text">Loading …</p> : <Body detail={{ ...detail, row }} />}
    </article>
  );
}
