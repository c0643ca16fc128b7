/** How the learning rate goes on: a factor for each step, which needs no memory to be rewound. */

import type { ScheduleName } from './config.js';

/** Each factor as the expression that an exported program has, of `step`, from 0. */
export const factorCode: Readonly<Record<ScheduleName, string>> = {
  constant: '1',
  'warm-up': 'Math.min(1, (step + 1) / 200)',
  halving: '0.5 ** Math.floor(step / 500)',
  fading: '0.999 ** step',
  cosine: '0.5 * (1 + Math.cos(Math.PI * Math.min(1, step / 2000)))',
};

/** The factor of a step. */
export const factorAt: Readonly<Record<ScheduleName, (step: number) => number>> = {
  constant: () => 1,
  'warm-up': (step) => Math.min(1, (step + 1) / 200),
  halving: (step) => 0.5 ** Math.floor(step / 500),
  fading: (step) => 0.999 ** step,
  cosine: (step) => 0.5 * (1 + Math.cos(Math.PI * Math.min(1, step / 2000))),
};
