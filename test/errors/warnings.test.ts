/** Warnings come once in a process, with the user's line, and can be silenced. */

import { setWarnings, tensor, zeros } from 'chainrule';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});

beforeEach(() => {
  warn.mockClear();
});

afterEach(() => {
  setWarnings(true);
});

const w = tensor([1, 2]);

/** A step on a batch of each of these sizes. */
function loopOver(sizes: readonly number[]): void {
  for (const size of sizes) zeros([size, 2]).add(0.5).mul(w).sum().item();
}

/** This many sizes that no other loop here has. */
let last = 0;
function newSizes(count: number): number[] {
  last += count;
  return Array.from({ length: count }, (_, i) => last - count + i + 1);
}

describe('the warning about new programs', () => {
  it('does not come from a few, nor from those that come again', () => {
    const sizes = newSizes(8);
    for (let epoch = 0; epoch < 20; epoch++) loopOver(sizes);
    expect(warn).not.toHaveBeenCalled();
  });

  it('does not come from programs of other operations', () => {
    const ops = ['exp', 'log', 'sin', 'cos', 'abs', 'neg', 'relu', 'tanh'] as const;
    for (const first of ops) {
      for (const second of ops) w[first]().mul(w[second]()).sum().item();
    }
    expect(warn).not.toHaveBeenCalled();
  });

  it('does not come when silenced', () => {
    setWarnings(false);
    loopOver(newSizes(100));
    expect(warn).not.toHaveBeenCalled();
  });

  it('comes once, says what varies and where, and what helps', () => {
    loopOver(newSizes(100));
    loopOver(newSizes(100));
    expect(warn).toHaveBeenCalledTimes(1);
    const [message] = warn.mock.calls[0] ?? [];
    expect(message).toMatch(/^chainrule, at .*warnings\.test\.ts:\d+:\d+: \d+ of the last \d+ /);
    expect(message).toMatch(/\(it works on \[\d+, 2\], the last time on \[\d+, 2\]\)/);
    expect(message).toMatch(/Pad to a few lengths, or pass what changes as a tensor/);
    expect(message).toMatch(/setWarnings\(false\)/);
  });
});
