/** Hyper-parameters that change in the course of a training. */

import { ValueError } from '../../errors.js';

/** A number, or a line from `start` at the first step to `end` at the last. */
export type Schedule = number | { readonly start: number; readonly end: number };

/** The value when `progress`, from 0 to 1, of the training is done. */
export function valueAt(schedule: Schedule, progress: number): number {
  if (typeof schedule === 'number') return schedule;
  const share = Math.min(1, Math.max(0, progress));
  return schedule.start + (schedule.end - schedule.start) * share;
}

/** @throws ValueError unless all values are finite and zero or more. */
export function checkSchedule(op: string, name: string, schedule: Schedule): void {
  const values = typeof schedule === 'number' ? [schedule] : [schedule.start, schedule.end];
  if (values.every((value) => value >= 0 && Number.isFinite(value))) return;
  throw new ValueError(
    `${op}: ${name} must be zero or a positive number, or { start, end }, got ${values.join(', ')}`,
  );
}
