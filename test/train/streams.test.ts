/** Trainings of one process that take turns: each has a random stream of its own. */

import { getRandomState, manualSeed, rand } from 'chainrule';
import { expect, it } from 'vitest';
import { classifier } from './classifier.js';

const epochs = 2;

async function alone(seed: number): Promise<unknown> {
  const { trainer, weights } = classifier(seed);
  await trainer.fit({ epochs });
  return weights();
}

it('two at once give each the bits that it gives alone', async () => {
  const expected = [await alone(1), await alone(2)];
  const both = [classifier(1), classifier(2)];
  const turns: number[] = [];
  const fits = both.map(({ trainer }, i) =>
    trainer.fit({ epochs, onBatch: () => void turns.push(i) }),
  );
  await Promise.all(fits);
  expect(both.map(({ weights }) => weights())).toEqual(expected);
  // They really alternated.
  expect(new Set(turns.slice(0, 8))).toEqual(new Set([0, 1]));
});

it('what others draw meanwhile changes nothing, and is not changed', async () => {
  const expected = await alone(3);
  const { trainer, weights } = classifier(3);
  const draw = (): void => {
    rand([7]).toArray();
  };
  const before = getRandomState();
  await trainer.fit({ epochs, onBatch: draw });
  expect(weights()).toEqual(expected);
  expect(getRandomState().counter - before.counter).toBe(7 * 8 * epochs);
});

it('two trainers made one after the other have other streams', () => {
  manualSeed(1);
  const [a, b] = [classifier(1), classifier(1)];
  expect(a.trainer.generator.getState()).toEqual(b.trainer.generator.getState());
  expect(classifier(2).trainer.generator.initialSeed()).not.toBe(a.trainer.generator.initialSeed());
});
