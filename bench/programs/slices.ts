/**
 * Batches cut out of the data at an offset that moves and does not come back, beside the same step
 * on a batch that is ready: an MLP 64-128-10, batch 32, Adam.
 */

import { nn, optim, type Tensor } from 'chainrule';
import { initialise, integers, uniform } from './generator.js';
import { cycle, type Step } from './program.js';

const [batchSize, offsets, stride] = [32, 2000, 8];

/** Steps by the way in which their batch is taken. */
export function sliceSteps(): Readonly<Record<'ready' | 'slice' | 'at', Step>> {
  const model = initialise(
    new nn.Sequential(new nn.Linear(64, 128), new nn.ReLU(), new nn.Linear(128, 10)),
    'mlp.',
  );
  const optimizer = new optim.Adam(model.parameters());
  const rows = offsets * stride + batchSize;
  const [X, Y] = [uniform('rows', [rows, 64]), integers('kinds', [rows], 10)];
  const order = integers('order', [offsets, batchSize], rows);
  const step = (x: Tensor, y: Tensor): Tensor => {
    optimizer.zeroGrad();
    const loss = nn.functional.crossEntropy(model.forward(x), y);
    loss.backward();
    optimizer.step();
    return loss;
  };
  const [readyX, readyY] = [uniform('batch', [batchSize, 64]), integers('kinds', [batchSize], 10)];
  const next = cycle(Array.from({ length: offsets }, (_, i) => i));
  return {
    ready: () => step(readyX, readyY),
    slice: () => {
      const i = next() * stride;
      return step(X.slice(0, i, i + batchSize), Y.slice(0, i, i + batchSize));
    },
    at: () => {
      const ix = order.at(next());
      return step(X.indexSelect(0, ix), Y.indexSelect(0, ix));
    },
  };
}
