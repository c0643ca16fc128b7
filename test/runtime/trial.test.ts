/** The trial that decides whether threads are worth asking. */

import { describe, expect, it } from 'vitest';
import { Trial } from '../../src/backend/cpu/threads/trial.js';

/** Share of `runs` runs with help, when they take so long alone and with help. */
function shareWithHelp(trial: Trial, clock: { now: number }, runs: number, times: Times): number {
  let helped = 0;
  for (let i = 0; i < runs; i++) {
    trial.measure((help) => {
      clock.now += help ? times.helped : times.alone;
      if (help) helped++;
      return help;
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

  it('waits for workers that take long to wake, as they do after each run alone', () => {
    const { trial, clock } = setUp();
    const never = Number.POSITIVE_INFINITY;
    let awakeFrom = never;
    let helped = 0;
    /** A run of 0.3 ms, or of 0.17 with a worker, which needs 8 ms to wake. */
    const run = (help: boolean): boolean => {
      awakeFrom = help ? Math.min(awakeFrom, clock.now + 8) : never;
      const isAwake = clock.now >= awakeFrom;
      clock.now += isAwake ? 0.17 : 0.3;
      return isAwake;
    };
    for (let i = 0; i < 10_000; i++) {
      trial.measure((help) => {
        const isAwake = run(help);
        if (isAwake) helped++;
        return isAwake;
      });
    }
    expect(helped).toBeGreaterThan(9000);
  });

  it('gives up on workers that never come', () => {
    const { trial, clock } = setUp();
    let asked = 0;
    for (let i = 0; i < 20_000; i++) {
      trial.measure((help) => {
        clock.now += 1;
        if (help) asked++;
        return false;
      });
    }
    expect(asked / 20_000).toBeLessThan(0.2);
  });

  it('starts with help, and says whether a run had it', () => {
    const { trial } = setUp();
    let help = false;
    const said = trial.measure((given) => {
      help = given;
      return given;
    });
    expect([said, help]).toEqual([true, true]);
  });
});
