/**
 * `step.ts <JSON of StepCase>`: trains a network for some steps as one of the ranks that a launcher
 * has started; rank 0 prints `StepTimes` as JSON. Its twin is `step.py`.
 */

import { nn, optim } from 'chainrule';
import { distributed } from 'chainrule/distributed';
import { makeBatches, makeNetwork, type NetworkName } from './networks.js';

/** What is trained, and how. */
export interface StepCase {
  readonly network: NetworkName;
  /** Samples of each rank. */
  readonly batchSize: number;
  readonly threads: number;
  readonly warmUps: number;
  readonly steps: number;
  /** Whether gradients stay on their rank: what a step takes without the reduction. */
  readonly isLocal: boolean;
}

/** What came of it. */
export interface StepTimes {
  readonly seconds: readonly number[];
  /** Of rank 0, in the first steps: its twin has to have the same. */
  readonly losses: readonly number[];
  /** Bytes of all gradients. */
  readonly bytes: number;
}

const given: StepCase = JSON.parse(process.argv[2] ?? '');
await distributed.init({ threads: given.threads });
const [rank, size] = [distributed.rank(), distributed.worldSize()];
const network = makeNetwork(given.network);
const model = new distributed.DistributedDataParallel(network);
const optimizer = new optim.SGD(model.parameters(), { lr: 0.01 });
const batches = makeBatches(given.network, given.batchSize, rank, size);
const seconds: number[] = [];
const losses: number[] = [];

function step(i: number): number {
  const [inputs, targets] = batches[i % batches.length] ?? [];
  if (inputs === undefined || targets === undefined) throw new RangeError('no batch');
  optimizer.zeroGrad();
  const loss = nn.functional.crossEntropy(model.forward(inputs), targets);
  loss.backward();
  optimizer.step();
  return loss.item();
}

for (let i = 0; i < given.warmUps + given.steps; i++) {
  const start = performance.now();
  const loss = given.isLocal ? model.noSync(() => step(i)) : step(i);
  if (i >= given.warmUps) seconds.push((performance.now() - start) / 1000);
  if (i < 5) losses.push(loss);
}
if (rank === 0) {
  const bytes = network.parameters().reduce((sum, { numel }) => sum + 4 * numel, 0);
  console.log(JSON.stringify({ seconds, losses, bytes } satisfies StepTimes));
}
