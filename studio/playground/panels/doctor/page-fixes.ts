/**
 * What to do about a finding on this page: the doctor speaks to those who write the program, and
 * here nobody does.
 */

import type { PlayConfig } from '../../model/config.js';
import type { Hint } from '../../worker/messages.js';

/** Other choices to begin anew with, as a button. */
export interface FixButton {
  readonly name: string;
  readonly changes: Partial<PlayConfig>;
}

/** What can be done. */
export interface PageFix {
  readonly words: string;
  readonly button?: FixButton;
}

type Advice = (config: PlayConfig, rate: number) => PageFix;

/** As somebody would type it: 0.3 and not 0.30000000000000004. */
function reasonableRate(rate: number): number {
  return Number(rate.toPrecision(3));
}

function withRate(rate: number): FixButton {
  return { name: `begin anew with ${rate}`, changes: { lr: rate } };
}

const slower: Advice = (_, rate) => ({
  words: `The learning rate stands in the bar above: ${rate} is too high here. Divide it by 10`,
  button: withRate(reasonableRate(rate / 10)),
});

const faster: Advice = (_, rate) => ({
  words: `The learning rate stands in the bar above: ${rate} is too low here. Take ten times as much`,
  button: withRate(reasonableRate(rate * 10)),
});

const usualWeights: PageFix = {
  words: 'First weights are chosen under Learning, as weights',
  button: { name: 'begin anew with default weights', changes: { init: 'default' } },
};
const otherWeights: Advice = () => usualWeights;

const advice: Readonly<Partial<Record<string, Advice>>> = {
  'lr-too-high': slower,
  'first-nonfinite': slower,
  'exploding-gradient': slower,
  'dead-relu': (_, rate) => ({
    words:
      'Steps that are too large have pushed these neurons to where ReLU is flat. Divide the ' +
      'learning rate in the bar by 10, or take tanh as activation',
    button: withRate(reasonableRate(rate / 10)),
  }),
  'lr-too-low': faster,
  'loss-flat': (config, rate) => (config.init === 'zeros' ? usualWeights : faster(config, rate)),
  'symmetric-weights': otherWeights,
  'initial-loss': otherWeights,
  'saturated-activation': ({ init }) =>
    init === 'large'
      ? usualWeights
      : {
          words: 'Switch on batch norm, under Learning, or take relu as activation',
          button: { name: 'begin anew with batch norm', changes: { batchNorm: true } },
        },
  'vanishing-gradient': () => ({
    words: 'Switch on batch norm, under Learning, take relu as activation, or fewer layers',
    button: { name: 'begin anew with batch norm', changes: { batchNorm: true } },
  }),
  'update-ratio': () => ({
    words:
      'The learning rate in the bar above decides how large updates are: about a thousandth of ' +
      'the weights is usual',
  }),
  'input-ignored': slower,
  overfitting: () => ({
    words:
      'Drag the line at the foot back to where the test loss was lowest; or give more points, ' +
      'or raise L2 or dropout, under Learning',
  }),
  'inputs-not-normalised': () => ({ words: 'Leave out features with large numbers, such as x1²' }),
  'constant-feature': ({ data }) => ({
    words:
      data === 'digits'
        ? 'Nothing to do: some pixels at the edge are empty in all pictures'
        : 'Leave that feature out: its button stands above the network',
  }),
  'class-imbalance': () => ({ words: 'Paint, or give, more points of the rare class' }),
};

/** What to do about it here; what the doctor says where nothing on the page would help. */
export function pageFix({ code, fix }: Hint, config: PlayConfig, rate: number): PageFix {
  return advice[code]?.(config, rate) ?? { words: fix };
}
