/** How it is learned: activation, first weights, optimiser, loss, and what holds weights back. */

import type { JSX } from 'preact';
import { Select, Slider, Switch } from '../../design/controls.js';
import {
  activations,
  inits,
  type LossName,
  most,
  type OptimizerName,
  optimizers,
  type ScheduleName,
  schedules,
} from '../model/config.js';
import { chosen, lossNamesOf } from '../model/task.js';
import * as state from '../worker/state.js';
import { NumberField } from './number-field.js';

function pairs<Word extends string>(words: readonly Word[]): (readonly [Word, string])[] {
  return words.map((word) => [word, word] as const);
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

const lossWords: Readonly<Record<LossName, string>> = {
  'cross-entropy': 'cross-entropy',
  margin: 'margin (hinge)',
  squared: 'squared error',
  absolute: 'absolute error',
  huber: 'Huber',
};

/** How it is learned. */
export function Learning(): JSX.Element {
  const { activation, init, l1, l2, batch, dropout, batchNorm } = state.config.value;
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
      <Select
        label="loss"
        value={chosen(lossNamesOf(state.config.value), state.config.value)}
        choices={lossNamesOf(state.config.value).map((name) => [name, lossWords[name]] as const)}
        onChange={(v) => state.change({ loss: v })}
      />
      <Slider
        label="L1"
        min={0}
        max={0.02}
        step={0.0005}
        value={l1}
        onChange={(v) => state.change({ l1: v })}
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
