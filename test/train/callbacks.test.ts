/** Callbacks of a training: `EarlyStopping`, and its state in a checkpoint. */

import { EarlyStopping, type EpochRecord } from 'chainrule/train';
import { describe, expect, it } from 'vitest';

const record = (epoch: number, loss: number): EpochRecord => ({
  epoch,
  step: epoch,
  lr: 0.1,
  seconds: 1,
  samplesPerSecond: 1,
  train: { loss: 0 },
  validation: { loss, accuracy: 1 - loss },
});

describe('EarlyStopping', () => {
  it('stops when the validation has not improved for some epochs', () => {
    const stopping = new EarlyStopping({ patience: 2 });
    const losses = [0.5, 0.4, 0.45, 0.39, 0.39, Number.NaN, 0.1];
    const answers = losses.map((loss, i) => stopping.onEpochEnd(record(i + 1, loss)));
    expect(answers.indexOf('stop')).toBe(5);
    expect(stopping.bestEpoch).toBe(7);
  });

  it('looks at any measure, in either direction, and wants a difference', () => {
    const stopping = new EarlyStopping({
      monitor: 'accuracy',
      mode: 'max',
      patience: 1,
      minDelta: 0.1,
    });
    expect(stopping.onEpochEnd(record(1, 0.5))).toBe('go on');
    expect(stopping.onEpochEnd(record(2, 0.45))).toBe('stop');
  });

  it('goes on from a saved state as if nothing had been', () => {
    const whole = new EarlyStopping({ patience: 2 });
    whole.onEpochEnd(record(1, 0.4));
    whole.onEpochEnd(record(2, 0.5));
    const later = new EarlyStopping({ patience: 2 });
    later.loadStateDict(JSON.parse(JSON.stringify(whole.stateDict())));
    expect(later.onEpochEnd(record(3, 0.5))).toBe('stop');
  });

  it('names what is wrong', () => {
    expect(() => new EarlyStopping({ patience: 0.5 })).toThrow('patience must be a whole number');
    expect(() => new EarlyStopping({ monitor: 'f1' }).onEpochEnd(record(1, 1))).toThrow(
      "there is no measure 'f1'. There are: loss, accuracy",
    );
    expect(() => new EarlyStopping().loadStateDict({})).toThrow(
      'not the state of an EarlyStopping',
    );
  });
});
