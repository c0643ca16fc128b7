/** Schedulers from the rows of a fixture. */

import { optim } from 'chainrule';

/** A scheduler as PyTorch was given it, with the options in camelCase. */
export interface SchedulerRow {
  readonly scheduler: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Any scheduler. */
export type AnyScheduler = optim.lrScheduler.LRScheduler | optim.lrScheduler.ReduceLROnPlateau;

/** What stands before the options, as in PyTorch; everything else is an option. */
const positional: { readonly [scheduler: string]: readonly string[] } = {
  StepLR: ['stepSize'],
  ExponentialLR: ['gamma'],
  MultiStepLR: ['milestones'],
  CosineAnnealingLR: ['TMax'],
  OneCycleLR: ['maxLr'],
  CyclicLR: ['baseLr', 'maxLr'],
  CosineAnnealingWarmRestarts: ['T0'],
  SWALR: ['swaLr'],
};

/** LambdaLR's function is `0.9 ** epoch`. */
export function makeScheduler(row: SchedulerRow, optimizer: optim.Optimizer): AnyScheduler {
  if (row.options.schedulers !== undefined) return makeSeveral(row, optimizer);
  const home = row.scheduler === 'SWALR' ? optim.swaUtils : optim.lrScheduler;
  const kind: unknown = Reflect.get(home, row.scheduler);
  if (typeof kind !== 'function') throw new Error(`lrScheduler has no ${row.scheduler}`);
  const first = positional[row.scheduler] ?? [];
  const args = first.map((name) => row.options[name]);
  if (['LambdaLR', 'MultiplicativeLR'].includes(row.scheduler))
    args.push((epoch: number) => 0.9 ** epoch);
  const rest = Object.entries(row.options)
    .filter(([name]) => !first.includes(name))
    .map(([name, value]) => [name === 'TMult' ? 'tMult' : name, value]);
  if (rest.length > 0) args.push(Object.fromEntries(rest));
  return Reflect.construct(kind, [optimizer, ...args]) as AnyScheduler;
}

/** Schedulers one after the other, or all at once. */
function makeSeveral(
  { scheduler, options }: SchedulerRow,
  optimizer: optim.Optimizer,
): AnyScheduler {
  const rows = options.schedulers as [string, SchedulerRow['options']][];
  const parts = rows.map(([name, given]) => {
    return makeScheduler({ scheduler: name, options: given }, optimizer);
  });
  const list = parts.filter((part) => part instanceof optim.lrScheduler.LRScheduler);
  if (scheduler === 'ChainedScheduler') return new optim.lrScheduler.ChainedScheduler(list);
  const milestones = options.milestones as number[];
  return new optim.lrScheduler.SequentialLR(optimizer, list, milestones);
}
