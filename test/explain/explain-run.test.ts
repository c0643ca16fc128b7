/**
 * A run that is explained: what it returned, what it ran, how often, and how long each kernel took.
 */

import { ones, tensor } from 'chainrule';
import { Explanation, explainRun } from 'chainrule/explain';
import { expect, it } from 'vitest';

it('gives the value, and each program once with the times of its kernels', () => {
  const [x, y] = [ones([40, 40]), ones([40, 40])];
  const { value, profile, explanation } = explainRun(() => {
    const first = x.matmul(y).sum().item();
    return first + x.matmul(y).sum().item();
  });
  expect(value).toBe(2 * 40 ** 3);
  expect(explanation).toBeInstanceOf(Explanation);
  expect(explanation.programs.map(({ runs }) => runs)).toEqual([2]);
  const times = explanation.programs.flatMap(({ kernels }) => kernels.map((k) => k.milliseconds));
  expect(times.length).toBeGreaterThan(0);
  expect(times.every((time) => time !== null && time >= 0)).toBe(true);
  expect(profile.value).toBe(value);
});

it('has nothing to explain where nothing ran', () => {
  const x = tensor([1, 2, 3]);
  const { value, explanation } = explainRun(() => x.item.length);
  expect(value).toBe(0);
  expect(explanation.programs).toEqual([]);
});
