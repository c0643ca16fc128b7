/**
 * Runs a recording again: gathers what is there now, runs the program, hands leaves their next
 * versions. Whether to trust the recording is up to the caller; see `difference.ts`.
 */

import type { Fault } from '../../backend/device.js';
import { moveOn, numberNow } from '../../graph/builders/source.js';
import { rebindCountOf } from '../../graph/node.js';
import type { RandomAttrs } from '../../graph/ops.js';
import { Storage } from '../../graph/storage.js';
import { at } from '../../list.js';
import { faultError } from '../programs/fault-error.js';
import { renew } from '../programs/program-cache.js';
import { randomWords, writeRandom } from '../programs/scalars.js';
import { withRoom } from '../realize/make-way.js';
import { realize } from '../realize/realize.js';
import { dueGradients, giveBack, keepVersions } from '../values/held.js';
import type { StepHook } from '../values/recorder.js';
import { storageOf } from '../values/settle.js';
import { adoptVersion, held, makeRoom, protect } from '../values/version.js';
import type { Recording, ScalarSource, Source } from './recording.js';

/** The numbers of a program that are not the same in each run write themselves. */
type Write = (scalars: number[], random: readonly RandomAttrs[]) => void;

/** A recording that can run. */
export class Replay {
  readonly #recording: Recording;
  readonly #scalars: number[] = [];
  readonly #writes: Write[] = [];

  constructor(recording: Recording) {
    this.#recording = recording;
    for (const source of recording.scalars) this.#place(source);
  }

  #place(source: ScalarSource): void {
    const place = this.#scalars.length;
    switch (source.kind) {
      case 'constant':
        this.#scalars.push(...source.values);
        return;
      case 'live':
        this.#scalars.push(0);
        this.#writes.push((scalars) => {
          scalars[place] = numberNow(source.node);
        });
        return;
      case 'draw':
        this.#scalars.push(...new Array<number>(randomWords).fill(0));
        this.#writes.push((scalars, random) => {
          const { seed, counter } = at(random, source.stream);
          writeRandom(scalars, place, { seed, counter: counter + source.offset });
        });
        return;
    }
  }

  /** Whether everything that the recorded call looked at is as it was. */
  isValid(): boolean {
    const { entry, sources, guards } = this.#recording;
    for (const holds of guards) if (!holds()) return false;
    for (const source of sources) if (!isAsBefore(source)) return false;
    return entry === null || renew(entry);
  }

  /**
   * Runs the program on these arguments and on what leaves and live numbers are now, and on random
   * numbers from the states of its streams. Returns the values that the recording asked for. When
   * it throws, nothing has changed.
   */
  run(args: readonly Storage[], random: readonly RandomAttrs[]): Storage[] {
    const { sources, outputs, versions, results } = this.#recording;
    const values = sources.map((source) => storageFor(source, args));
    if (versions.length > 0) {
      // As before any program that updates leaves: a handle or a gradient may need what goes now.
      const due = dueGradients(
        () => new Set(versions.flatMap(({ lineage }) => lineage.previous ?? [])),
      );
      try {
        if (due.length > 0) realize(due);
      } catch {
        // Nobody has asked for them.
        giveBack(due);
      }
      keepVersions();
    }
    for (const { dtype, length } of outputs) values.push(new Storage(dtype, length, null));
    withHooks(this.#recording.hooks, () => this.#compute(values, random));
    for (const { lineage, place, isOwn } of versions) {
      moveOn(lineage, adoptVersion(at(values, place), lineage, isOwn));
    }
    return results.map((place) => held(at(values, place)));
  }

  #compute(values: readonly Storage[], random: readonly RandomAttrs[]): void {
    const { entry, inputs, offsets, sources, versions } = this.#recording;
    if (entry === null) return;
    const scalars = this.#scalars;
    for (const write of this.#writes) write(scalars, random);
    // What goes on from source to result or version is used too.
    for (let i = inputs; i < sources.length; i++) protect(at(values, i));
    const given = values.slice(0, inputs);
    const results = values.slice(sources.length);
    const room = (): void => {
      for (const { lineage } of versions) makeRoom(lineage);
    };
    const options = { makeRoom: room, offsets };
    const run = (): Fault | null => entry.program.run(given, scalars, results, options);
    const fault = withRoom(run, entry);
    if (fault !== null) throw faultError(entry.sites, fault);
  }
}

/** Lets optimisers and their like step along; when `fn` or one of them fails, none has. */
function withHooks(hooks: readonly StepHook[], fn: () => void): void {
  let advanced = 0;
  try {
    for (const { advance } of hooks) {
      advance();
      advanced += 1;
    }
    fn();
  } catch (error) {
    for (const { undo } of hooks.slice(0, advanced).toReversed()) undo();
    throw error;
  }
}

function isAsBefore(source: Source): boolean {
  if (source.kind === 'argument') return true;
  if (source.kind === 'constant') return rebindCountOf(source.node) === source.rebindCount;
  const { dtype, requiresGrad } = source.lineage.leaf.node;
  return source.dtype === dtype && source.requiresGrad === requiresGrad;
}

function storageFor(source: Source, args: readonly Storage[]): Storage {
  if (source.kind === 'argument') return at(args, source.index);
  if (source.kind === 'constant') return source.value;
  const { node } = source.lineage.leaf;
  if (node.value === null) realize([node]);
  return storageOf(node);
}
