/** `optim.lrScheduler`: learning rates that change during a training. */

export { CyclicLR, type CyclicLROptions } from './cyclic.js';
export * from './formulas.js';
export * from './milestones.js';
export { type Cyclable, OneCycleLR, type OneCycleLROptions } from './one-cycle.js';
export {
  type PlateauState,
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
} from './reduce-on-plateau.js';
export {
  LRScheduler,
  type Schedulable,
  type ScheduledGroup,
  type SchedulerState,
} from './scheduler.js';
export {
  ChainedScheduler,
  SequentialLR,
  type SeveralState,
} from './several.js';
export {
  CosineAnnealingWarmRestarts,
  type CosineAnnealingWarmRestartsOptions,
} from './warm-restarts.js';
