/** Samples in the plane: the two directions of the largest spread. */

import { cat, manualSeed, randn, zeros } from 'chainrule';
import { expect, it } from 'vitest';
import { principal } from '../../src/cli/recipe-run/plane.js';

it('are the same places for few numbers a sample and for many, up to their side', () => {
  manualSeed(2);
  const few = randn([12, 5]);
  // Zeros in more places turn nothing.
  const many = cat([few, zeros([12, 40])], 1);
  const [tall, wide] = [few, many].map((values) => principal(values));
  const [a, b] = [tall, wide].map((found) => [...(found?.places.abs().toTypedArray() ?? [])]);
  expect(a?.length).toBe(24);
  a?.forEach((place, i) => {
    expect(b?.[i]).toBeCloseTo(place, 6);
  });
  expect(wide?.share).toBeCloseTo(tall?.share ?? 0, 6);
  expect(tall?.share).toBeLessThan(1);
});
