/** The trial that decides whether threads are worth asking. */

import { describe, expect, it } from 'vitest';
import { Trial } from '../../src/runtime/trial.js';

/** Share of `runs` runs with help, when they take so long alone and with help. */
function shareWithHelp(trial: Trial, clock: { now: number }, runs: number, times: Times): number {
  let helped = 0;
  for (let i = 0; i < runs; i++) {
    trial.measure((help) => {
      clock.now += help ? times.helped : times.alone;
      if (help) helped++;
    });
  }
  return helped / runs;
}

interface Times {
  readonly alone: number;
  readonly helped: number;
}

function setUp(): { trial: Trial; clock: { now: number } } {
  const clock = { now: 0 };
  return { trial: new Trial(() => clock.now), clock };
}

describe('Trial', () => {
  it('asks for help almost always where it gains', () => {
    const { trial, clock } = setUp();
    expect(shareWithHelp(trial, clock, 10_000, { alone: 1, helped: 0.6 })).toBeGreaterThan(0.99);
  });

  it('goes alone almost always where help costs', () => {
    const { trial, clock } = setUp();
    expect(shareWithHelp(trial, clock, 10_000, { alone: 1, helped: 3 })).toBeLessThan(0.03);
  });

  it('comes back to help when the machine is free again', () => {
    const { trial, clock } = setUp();
    shareWithHelp(trial, clock, 10_000, { alone: 1, helped: 3 });
    shareWithHelp(trial, clock, 2000, { alone: 1, helped: 0.6 });
    expect(shareWithHelp(trial, clock, 10_000, { alone: 1, helped: 0.6 })).toBeGreaterThan(0.97);
  });

  it('starts with help, and says whether a run had it', () => {
    const { trial } = setUp();
    let help = false;
    const said = trial.measure((given) => {
      help = given;
    });
    expect([said, help]).toEqual([true, true]);
  });
});
