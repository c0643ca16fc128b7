/**
 * What modules and optimisers tell `compile` while it records a call: what a replay relies on, and
 * what it has to do beside computing. Outside of a recorded call all of it does nothing.
 */

import { activeRecorder, type StepHook } from '../../runtime/values/recorder.js';

/** Whether a call is being recorded, so that nothing is computed before its end. */
export function isRecording(): boolean {
  return activeRecorder() !== null;
}

/** Says that a replay is right only while `holds()`; the first guard of a subject counts. */
export function guardReplay(subject: object, holds: () => boolean): void {
  activeRecorder()?.guard(subject, holds);
}

/** Has each replay step something along, as an optimiser counts its updates. */
export function stepWithReplays(hook: StepHook): void {
  activeRecorder()?.hooks.push(hook);
}

/**
 * Says how to undo what only the first call makes, when a call was recorded just to be looked at.
 */
export function undoAfterLook(undo: () => void): void {
  activeRecorder()?.firsts.push(undo);
}

let refusal: string | null = null;

/** Says why no call can be replayed from now on: something happens between its programs. */
export function refuseReplays(reason: string): void {
  refusal = reason;
}

/** Why no call can be replayed, or null. */
export function replayRefusal(): string | null {
  return refusal;
}
