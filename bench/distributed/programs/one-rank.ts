/**
 * `one-rank.ts <steps>`: what `DistributedDataParallel` costs on one rank. Two trainings of each
 * network take turns in one process, one wrapped and one not, so that the machine's other work
 * meets both alike. Prints `OneRank[]` as JSON.
 */

import { nn, optim, setNumThreads } from 'chainrule';
import { distributed } from 'chainrule/distributed';
import { summarize } from '../../statistics.js';
import { makeBatches, makeNetwork, type NetworkName } from './networks.js';

/** Medians: of a step without the wrapper, in seconds, and of how much longer one with it took. */
export interface OneRank {
  readonly name: string;
  readonly plain: number;
  readonly ratio: number;
}

/** The smallest has the most to lose: nothing of a step hides the wrapper. */
const cases: readonly (readonly [network: NetworkName, batchSize: number, share: number])[] = [
  ['small', 8, 40],
  ['mlp', 1, 1],
  ['mlp', 64, 0.1],
  ['cnn', 16, 0.25],
];

type Step = (i: number) => number;

function training(name: NetworkName, batchSize: number, isWrapped: boolean): Step {
  const network = makeNetwork(name);
  const model = isWrapped ? new distributed.DistributedDataParallel(network) : network;
  const optimizer = new optim.SGD(model.parameters(), { lr: 1e-4 });
  const batches = makeBatches(name, batchSize, 0, 1);
  return (i) => {
    const [inputs, targets] = batches[i % batches.length] ?? [];
    if (inputs === undefined || targets === undefined) throw new RangeError('no batch');
    const start = performance.now();
    optimizer.zeroGrad();
    const loss = nn.functional.crossEntropy(model.forward(inputs), targets);
    loss.backward();
    optimizer.step();
    loss.item();
    return (performance.now() - start) / 1000;
  };
}

const steps = Number(process.argv[2]);
await distributed.init();
setNumThreads(1);
const results = cases.map(([network, batchSize, share]): OneRank => {
  const [plain, wrapped] = [
    training(network, batchSize, false),
    training(network, batchSize, true),
  ];
  const [times, ratios]: [number[], number[]] = [[], []];
  const warmUps = 10;
  for (let i = 0; i < warmUps + share * steps; i++) {
    // Whoever comes second finds other things in the cache, so they change places.
    const isFirst = i % 2 === 0;
    const before = isFirst ? plain(i) : wrapped(i);
    const after = isFirst ? wrapped(i) : plain(i);
    if (i < warmUps) continue;
    times.push(isFirst ? before : after);
    ratios.push(isFirst ? after / before : before / after);
  }
  const name = `${network}, batch ${batchSize}`;
  return { name, plain: summarize(times).median, ratio: summarize(ratios).median };
});
console.log(JSON.stringify(results));
