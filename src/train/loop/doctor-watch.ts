/** The doctor within a `Trainer`: which steps it looks into, and what it is told of them. */

import type { Module } from '../../nn/index.js';
import type { OptimizerLike } from '../../optim/index.js';
import { type Doctor, type DoctorOptions, doctor, type Finding } from '../doctor/index.js';
import { DEFAULT_EVERY, isSampled } from '../doctor/options.js';
import { type TensorTree, tensorsOf } from '../measure/batch.js';
import type { Learned } from './learner.js';

/** Watches the steps of one call of `fit`. */
export class DoctorWatch {
  readonly #doctor: Doctor;
  readonly #every: number;

  constructor(
    model: Module,
    optimizer: OptimizerLike,
    wanted: true | DoctorOptions,
    onFinding: (finding: Finding) => void,
  ) {
    const options = wanted === true ? {} : wanted;
    this.#every = options.every ?? DEFAULT_EVERY;
    const hear = (finding: Finding): void => {
      options.onFinding?.(finding);
      onFinding(finding);
    };
    this.#doctor = doctor(model, optimizer, { ...options, onFinding: hear });
  }

  /** What has been found. */
  get findings(): readonly Finding[] {
    return this.#doctor.findings;
  }

  /** Whether the next step is looked into, for which its graph is needed. */
  get looksAtNext(): boolean {
    return isSampled(this.#doctor.steps + 1, this.#every);
  }

  /** After an update. */
  lookAt(batch: TensorTree, { values, output }: Learned): void {
    const loss = values.get('loss');
    if (loss === undefined) return;
    const [input, target] = Array.isArray(batch) ? batch : [];
    const [targets] = target === undefined ? [] : tensorsOf(target);
    this.#doctor.step(loss, {
      ...(input !== undefined && { input: tensorsOf(input) }),
      ...(output !== null && { output }),
      ...(targets !== undefined && { target: targets }),
    });
  }

  /** After a validation. */
  validate(loss: number): void {
    this.#doctor.validate(loss);
  }

  /** Gives the model its own methods back. */
  stop(): void {
    this.#doctor.stop();
  }
}
