/** Hyper-parameters that change in the course of a training. */

/** A number, or a line from `start` at the first step to `end` at the last. */
export type Schedule = number | { readonly start: number; readonly end: number };

/** The value when `progress`, from 0 to 1, of the training is done. */
export function valueAt(schedule: Schedule, progress: number): number {
  if (typeof schedule === 'number') return schedule;
  const share = Math.min(1, Math.max(0, progress));
  return schedule.start + (schedule.end - schedule.start) * share;
}
