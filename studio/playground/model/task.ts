/** What is learned of a point, and what can be made small for it; the page needs no more of it. */

import { isRegression, type LossName, outputsOf, type PlayConfig } from './config.js';

/** A number, one of two sides, one of several classes. */
export type TaskName = 'number' | 'sides' | 'classes';

/** The losses of each kind of task; the first is taken unless another is chosen. */
export const lossesOfTask: {
  readonly number: readonly ['squared', 'absolute', 'huber'];
  readonly sides: readonly ['cross-entropy', 'margin', 'squared'];
  readonly classes: readonly ['cross-entropy', 'margin'];
} = {
  number: ['squared', 'absolute', 'huber'],
  sides: ['cross-entropy', 'margin', 'squared'],
  classes: ['cross-entropy', 'margin'],
};

/** What is learned. */
export function taskOf(config: PlayConfig): TaskName {
  if (isRegression(config)) return 'number';
  return outputsOf(config) > 1 ? 'classes' : 'sides';
}

/** The chosen one of these losses where it is among them, else the first. */
export function chosen<Name extends LossName>(
  names: readonly [Name, ...Name[]],
  { loss }: PlayConfig,
): Name {
  return names.find((name) => name === loss) ?? names[0];
}

/** The losses that there are to choose from. */
export function lossNamesOf(config: PlayConfig): readonly [LossName, ...LossName[]] {
  return lossesOfTask[taskOf(config)];
}
