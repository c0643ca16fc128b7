/**
 * How memory grows with the steps of a program, in a process of its own that can collect garbage:
 * `node --expose-gc --import tsx bench/programs/growth.ts <name>` prints one JSON object, `Growth`.
 */

import { nn, ones, optim } from 'chainrule';
import { plainly } from '../wrap.js';
import { uniform } from './generator.js';
import { programs } from './index.js';

/** Mebibytes of the process before and after. */
export interface Growth {
  readonly before: number;
  readonly after: number;
}

/** Most collections before the memory is read. */
const mostCollections = 10;

/**
 * Of the process, when two collections in a row have given nothing back: V8 returns the pages of
 * garbage bit by bit.
 */
function mebibytes(): number {
  let size = Number.POSITIVE_INFINITY;
  let idle = 0;
  for (let i = 0; i < mostCollections && idle < 2; i++) {
    globalThis.gc?.();
    const { rss } = process.memoryUsage();
    idle = rss < size - 2 ** 20 ? 0 : idle + 1;
    size = rss;
  }
  return size / 2 ** 20;
}

function measure(warmUp: () => void, work: () => void): Growth {
  warmUp();
  const before = mebibytes();
  work();
  return { before, after: mebibytes() };
}

/** Thirty steps; the loss is read at every step of that many, or never. */
function steps(name: string, readEvery: number): Growth {
  const step = programs[name]?.(plainly);
  if (step === undefined) throw new RangeError(`no program ${name}`);
  const run = (count: number): void => {
    for (let i = 1; i <= count; i++) {
      const loss = step();
      if (i % readEvery === 0) loss.item();
    }
  };
  return measure(
    () => run(10),
    () => run(30),
  );
}

/** A thousand pairs of a length and a batch size, none of them twice. */
function lengths(): Growth {
  const lstm = new nn.LSTM(16, 32);
  const optimizer = new optim.Adam(lstm.parameters());
  const data = uniform('sequences', [40, 26, 16]);
  const run = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const x = data.slice(0, 0, 1 + (i % 40)).slice(1, 0, 1 + Math.floor(i / 40));
      optimizer.zeroGrad();
      const loss = lstm.forward(x)[0].square().mean();
      loss.backward();
      optimizer.step();
    }
  };
  return measure(
    () => run(0, 10),
    () => run(10, 1010),
  );
}

/** What fits into an empty memory, after something else that is large. */
function large(): Growth {
  return measure(
    () =>
      void ones([20_000, 20_000])
        .matmul(ones([20_000, 8]))
        .sum()
        .item(),
    () => {
      const model = new nn.Linear(12_000, 10_000);
      const optimizer = new optim.Adam(model.parameters());
      const loss = model.forward(ones([1, 12_000])).mean();
      loss.backward();
      optimizer.step();
      loss.item();
    },
  );
}

/** Every figure, by name. */
const cases: Readonly<Record<string, () => Growth>> = {
  'lstm-read': () => steps('lstm', 5),
  'lstm-unread': () => steps('lstm', Number.POSITIVE_INFINITY),
  actorcritic: () => steps('actorcritic', 1),
  lengths,
  large,
};

const name = process.argv[2] ?? '';
const one = cases[name];
if (one === undefined)
  throw new RangeError(`no case ${name}, only ${Object.keys(cases).join(', ')}`);
console.log(JSON.stringify(one()));
process.exit(0);
