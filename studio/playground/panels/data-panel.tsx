/** What is learned from, and how it is learned. */

import type { JSX } from 'preact';
import { Select, Slider, Switch } from '../../design/controls.js';
import {
  activations,
  type DataKind,
  dataKinds,
  defaultConfig,
  inits,
  most,
  type OptimizerName,
  optimizers,
  presets,
  type ScheduleName,
  schedules,
} from '../model/config.js';
import { readTable } from '../model/csv.js';
import * as state from '../worker/state.js';
import { isShown } from './challenge.js';

const dataWords: Readonly<Record<DataKind, string>> = {
  circle: 'circle',
  xor: 'xor',
  gauss: 'gauss',
  spiral: 'spiral',
  moons: 'moons',
  blobs: 'blobs',
  plane: 'plane',
  hill: 'hill',
  painted: 'painted',
};

function pairs<Word extends string>(words: readonly Word[]): (readonly [Word, string])[] {
  return words.map((word) => [word, word] as const);
}

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
              state.change({ data: 'painted', points: readTable(await file.text()) });
            } catch (error) {
              state.trouble.value = error instanceof Error ? error.message : String(error);
            }
          }}
        />
      </label>
    </fieldset>
  );
}

function NumberField(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}): JSX.Element {
  const { label, value, min, max, onChange } = props;
  return (
    <label class="number-field">
      <span>{label}</span>
      <input
        type="number"
        step="any"
        value={value}
        min={min}
        max={max}
        onChange={(event) => {
          const typed = event.currentTarget.valueAsNumber;
          if (typed >= min && typed <= max) onChange(typed);
        }}
      />
    </label>
  );
}

/** The data. */
function Data(): JSX.Element {
  const { noise, share, count, classes, data, seed } = state.config.value;
  return (
    <>
      <h2>Data</h2>
      <DataChoice />
      <Slider
        label="noise"
        min={0}
        max={1}
        step={0.05}
        value={noise}
        onChange={(v) => state.change({ noise: v })}
      />
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
          label="points"
          min={10}
          max={most.points}
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

type OptimizerNumber = 'momentum' | 'beta2' | 'alpha' | 'eps';
type NumberRow = readonly [name: OptimizerNumber, label: string, max: number];

const adaptive: readonly NumberRow[] = [
  ['momentum', 'beta 1', 0.999],
  ['beta2', 'beta 2', 0.99999],
  ['eps', 'eps', 1],
];

/** The numbers of each optimiser, beside its learning rate. */
const optimizerNumbers: Readonly<Record<OptimizerName, readonly NumberRow[]>> = {
  sgd: [],
  momentum: [['momentum', 'momentum', 0.999]],
  adam: adaptive,
  adamw: adaptive,
  rmsprop: [
    ['alpha', 'alpha', 0.9999],
    ['eps', 'eps', 1],
  ],
};

const scheduleWords: Readonly<Record<ScheduleName, string>> = {
  constant: 'stays',
  'warm-up': 'warms up for 200 steps',
  halving: 'halves every 500 steps',
  fading: 'fades by 0.1 % a step',
  cosine: 'falls along a cosine',
};

/** The optimiser with its numbers, and how its learning rate goes on. */
function OptimizerChoice(): JSX.Element {
  const { optimizer, schedule } = state.config.value;
  return (
    <>
      <Select
        label="optimiser"
        value={optimizer}
        choices={pairs(optimizers)}
        onChange={(v) => state.change({ optimizer: v })}
      />
      {optimizerNumbers[optimizer].map(([name, label, max]) => (
        <NumberField
          key={name}
          label={label}
          min={name === 'eps' ? 1e-12 : 0}
          max={max}
          value={state.config.value[name]}
          onChange={(v) => state.change({ [name]: v })}
        />
      ))}
      <Select
        label="learning rate"
        value={schedule}
        choices={schedules.map((name) => [name, scheduleWords[name]] as const)}
        onChange={(v) => state.change({ schedule: v })}
      />
    </>
  );
}

/** How it is learned. */
function Learning(): JSX.Element {
  const { activation, init, l2, batch, dropout, batchNorm } = state.config.value;
  return (
    <>
      <h2>Learning</h2>
      <Select
        label="activation"
        value={activation}
        choices={pairs(activations)}
        onChange={(v) => state.change({ activation: v })}
      />
      <Select
        label="weights"
        value={init}
        choices={pairs(inits)}
        onChange={(v) => state.change({ init: v })}
      />
      <OptimizerChoice />
      <NumberField
        label="batch"
        min={1}
        max={most.points}
        value={batch}
        onChange={(v) => state.change({ batch: v })}
      />
      <Slider
        label="L2"
        min={0}
        max={0.1}
        step={0.001}
        value={l2}
        onChange={(v) => state.change({ l2: v })}
      />
      <Slider
        label="dropout"
        min={0}
        max={0.8}
        step={0.1}
        value={dropout}
        onChange={(v) => state.change({ dropout: v })}
      />
      <Switch
        label="batch norm"
        checked={batchNorm}
        onChange={(v) => state.change({ batchNorm: v })}
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
