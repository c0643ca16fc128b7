/** What is learned from, and how it is learned. */

import type { JSX } from 'preact';
import { Select, Slider } from '../../design/controls.js';
import {
  type DataKind,
  dataKinds,
  defaultConfig,
  most,
  mostDigits,
  presets,
} from '../model/config.js';
import { readTable, showColumn } from '../model/csv.js';
import * as state from '../worker/state.js';
import { isShown } from './challenge.js';
import { Learning } from './learning.js';
import { NumberField } from './number-field.js';

const dataWords: Readonly<Record<DataKind, string>> = {
  circle: 'circle',
  xor: 'xor',
  gauss: 'gauss',
  spiral: 'spiral',
  moons: 'moons',
  blobs: 'blobs',
  plane: 'plane',
  hill: 'hill',
  digits: 'digits',
  painted: 'painted',
};

function DataChoice(): JSX.Element {
  const { config } = state;
  const kinds = dataKinds.filter((kind) => kind !== 'painted' || config.value.points.length > 0);
  return (
    <fieldset class="chips" aria-label="Data">
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          aria-pressed={config.value.data === kind}
          onClick={() => state.change({ data: kind })}
        >
          {dataWords[kind]}
        </button>
      ))}
      <label class="file-chip">
        own CSV
        <input
          type="file"
          accept=".csv,.tsv,.txt"
          onChange={async (event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file === undefined) return;
            try {
              state.change(readTable(await file.text()));
            } catch (error) {
              state.trouble.value = error instanceof Error ? error.message : String(error);
            }
          }}
        />
      </label>
    </fieldset>
  );
}

/** Which two columns of a table are shown. */
function Columns(): JSX.Element | null {
  const { config } = state;
  const { columns, data } = config.value;
  if (data !== 'painted' || columns.length < 3) return null;
  const choices = columns.map((name, i) => [`${i}`, name] as const);
  return (
    <>
      {([0, 1] as const).map((place) => (
        <Select
          key={place}
          label={place === 0 ? 'across' : 'up'}
          value={`${place}`}
          choices={choices.filter(([i]) => i !== `${1 - place}`)}
          onChange={(i) => state.change(showColumn(config.value, place, Number(i)))}
        />
      ))}
      <p class="small quiet-text">
        The network sees all columns; the picture shows two, the others stand at their middle.
      </p>
    </>
  );
}

/** The data. */
function Data(): JSX.Element {
  const { noise, share, count, classes, data, seed } = state.config.value;
  return (
    <>
      <h2>Data</h2>
      <DataChoice />
      <Columns />
      {data !== 'painted' && data !== 'digits' && (
        <Slider
          label="noise"
          min={0}
          max={1}
          step={0.05}
          value={noise}
          onChange={(v) => state.change({ noise: v })}
        />
      )}
      <Slider
        label="to learn from"
        min={0.1}
        max={0.9}
        step={0.1}
        value={share}
        shown={`${Math.round(100 * share)} %`}
        onChange={(v) => state.change({ share: v })}
      />
      {data !== 'painted' && (
        <NumberField
          label={data === 'digits' ? 'pictures' : 'points'}
          min={10}
          max={data === 'digits' ? mostDigits : most.points}
          value={count}
          onChange={(v) => state.change({ count: v })}
        />
      )}
      {data === 'blobs' && (
        <NumberField
          label="classes"
          min={2}
          max={most.classes}
          value={classes}
          onChange={(v) => state.change({ classes: v })}
        />
      )}
      <NumberField
        label="seed"
        min={0}
        max={1e9}
        value={seed}
        onChange={(v) => state.change({ seed: v })}
      />
    </>
  );
}

/** Choices to begin with; a challenge is one already. */
function Presets(): JSX.Element {
  return (
    <label class="select">
      <span>begin with</span>
      <select
        value=""
        onChange={(event) => {
          state.start({ ...defaultConfig, ...presets[event.currentTarget.value] });
          event.currentTarget.value = '';
        }}
      >
        <option value="">choose …</option>
        {Object.keys(presets).map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The column at the left. */
export function DataPanel(): JSX.Element {
  return (
    <section class="data" aria-label="Data and learning">
      {state.config.value.hide.length === 0 && <Presets />}
      {isShown('data') && <Data />}
      {isShown('learning') && <Learning />}
    </section>
  );
}
