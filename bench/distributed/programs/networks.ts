/**
 * The networks of the bench of ranks, which `step.py` has as well: weights and data are by a
 * formula, so that both compute the same losses.
 */

import { nn, type Tensor, tensor } from 'chainrule';

/** What is trained. */
export type NetworkName = 'small' | 'mlp' | 'cnn';

/** Batches that are trained on in turns. */
const batches = 4;
const classes = 10;

/** Numbers from -1 to 1 that fill evenly. Source: Weyl's sequence, steps of the golden ratio. */
function spread(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    const value = (i + 1) * 0.618_033_988_749_895 + seed * 0.754_877_666_246_692_7;
    return 2 * (value - Math.floor(value)) - 1;
  });
}

const makers: Readonly<Record<NetworkName, () => nn.Sequential>> = {
  small: () => new nn.Sequential(new nn.Linear(64, 32), new nn.ReLU(), new nn.Linear(32, classes)),
  mlp: () =>
    new nn.Sequential(
      new nn.Linear(784, 2048),
      new nn.ReLU(),
      new nn.Linear(2048, 2048),
      new nn.ReLU(),
      new nn.Linear(2048, classes),
    ),
  cnn: () =>
    new nn.Sequential(
      new nn.Conv2d(1, 32, 3),
      new nn.ReLU(),
      new nn.Conv2d(32, 64, 3),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Flatten(),
      new nn.Linear(9216, 128),
      new nn.ReLU(),
      new nn.Linear(128, classes),
    ),
};

/** Shape of one sample. */
const samples: Readonly<Record<NetworkName, readonly number[]>> = {
  small: [64],
  mlp: [784],
  cnn: [1, 28, 28],
};

/** A network with the weights that it has in every process and language. */
export function makeNetwork(name: NetworkName): nn.Sequential {
  const network = makers[name]();
  for (const [i, parameter] of network.parameters().entries()) {
    const [outputs = 1, ...rest] = parameter.shape;
    const fanIn = rest.reduce((product, size) => product * size, rest.length === 0 ? outputs : 1);
    const values = spread(parameter.numel, i).map((value) => value / Math.sqrt(fanIn));
    parameter.assign(tensor(values).reshape(parameter.shape));
  }
  return network;
}

/** A batch: inputs, and the class of each sample. */
export type Batch = readonly [inputs: Tensor, targets: Tensor];

/** The parts of each batch that rank `rank` of `size` has, `batchSize` samples each. */
export function makeBatches(
  name: NetworkName,
  batchSize: number,
  rank: number,
  size: number,
): Batch[] {
  const shape = samples[name];
  const numel = shape.reduce((product, length) => product * length, batchSize);
  return Array.from({ length: batches }, (_, i) => {
    const part = i * size + rank;
    const targets = Int32Array.from({ length: batchSize }, (_, k) => (part + k) % classes);
    return [tensor(spread(numel, 100 + part)).reshape([batchSize, ...shape]), tensor(targets)];
  });
}
