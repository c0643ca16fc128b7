/**
 * A training that is asked for something while it runs: a button clicked twice, a look in between.
 */

import { nn } from 'chainrule';
import { accuracy, evaluate, type History, Trainer } from 'chainrule/train';
import { expect, it } from 'vitest';
import { classifier, stopAfter } from './classifier.js';

const { crossEntropy: loss } = nn.functional;
const running = /^fit: (this|another).*is running already\. Wait for the promise/;

it('fit while it runs is an error, and changes nothing', async () => {
  const alone = classifier();
  await alone.trainer.fit({ epochs: 3 });
  const { trainer, weights } = classifier();
  const first = trainer.fit({ epochs: 3 });
  await expect(trainer.fit({ epochs: 3 })).rejects.toThrow(
    'fit: this trainer is running already. Wait for the promise of that call',
  );
  expect((await first).finished).toBe(true);
  expect(trainer.epoch).toBe(3);
  expect(weights()).toEqual(alone.weights());
});

it('so is another trainer of the same model, or of the same optimiser', async () => {
  const { model, optimizer, train, trainer } = classifier();
  const first = trainer.fit({ epochs: 2 });
  const second = new Trainer(model, { optimizer, loss, train });
  await expect(second.fit({ epochs: 1 })).rejects.toThrow('fit: another trainer of this model');
  const other = new Trainer(classifier().model, { optimizer, loss, train });
  await expect(other.fit({ epochs: 1 })).rejects.toThrow(
    'fit: another one of this optimizer is running already',
  );
  await first;
  expect((await second.fit({ epochs: 1 })).finished).toBe(true);
});

it('two trainings with nothing in common take turns', async () => {
  const [a, b] = [classifier(1), classifier(2)];
  const done = await Promise.all([a, b].map(({ trainer }) => trainer.fit({ epochs: 1 })));
  expect(done.map(({ finished }) => finished)).toEqual([true, true]);
});

it('callbacks cannot start it again either, and their errors end it', async () => {
  const { trainer } = classifier();
  let again: Promise<History> | null = null;
  await trainer.fit({
    epochs: 1,
    onEpoch: () => {
      again = trainer.fit({ epochs: 2 });
      again.catch(() => {});
    },
  });
  await expect(again).rejects.toThrow(running);
  const stop = (): never => {
    throw new Error('enough');
  };
  await expect(trainer.fit({ epochs: 2, onBatch: stop })).rejects.toThrow('enough');
  expect((await trainer.fit({ epochs: 2 })).finished).toBe(true);
});

it('it can be called again once it was stopped', async () => {
  const { trainer } = classifier();
  const first = trainer.fit(stopAfter(3, { epochs: 2 }));
  await expect(trainer.fit({ epochs: 2 })).rejects.toThrow(running);
  expect((await first).finished).toBe(false);
  expect((await trainer.fit({ epochs: 2 })).finished).toBe(true);
});

it('a state is not loaded in the middle of an epoch', async () => {
  const { trainer } = classifier();
  const state = trainer.stateDict();
  const load = (): void => trainer.loadStateDict(state);
  await expect(trainer.fit({ epochs: 1, onBatch: load })).rejects.toThrow(
    'Trainer.loadStateDict: fit is in the middle of an epoch',
  );
  trainer.loadStateDict(state);
  expect(trainer.epoch).toBe(0);
});

it('evaluate at any moment does not disturb it', async () => {
  const alone = classifier();
  await alone.trainer.fit({ epochs: 3 });
  const { model, trainer, validation, weights } = classifier();
  const looks: Promise<unknown>[] = [];
  const look = (): void => {
    looks.push(evaluate(model, validation, { loss, accuracy }));
    expect(model.modules().every(({ training }) => training)).toBe(true);
  };
  await trainer.fit({ epochs: 3, onBatch: look });
  expect((await Promise.all(looks)).every((measured) => measured !== null)).toBe(true);
  expect(weights()).toEqual(alone.weights());
});
