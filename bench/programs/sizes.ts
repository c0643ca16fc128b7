/**
 * Steps whose input has another size from call to call, as texts have lengths and last batches have
 * rows: first sight of a size beside the step once it is known.
 */

import { nn, noGrad, optim, type Tensor } from 'chainrule';
import { Sequence, sines } from './cells.js';
import { initialise, integers, uniform } from './generator.js';
import { config, GPT } from './gpt.js';

/** A step for an input of so many rows, words or points; returns what is to be read. */
export interface Sized {
  readonly step: (size: number) => Tensor;
  /** Sizes that are known before anything is timed. */
  readonly known: readonly number[];
  /** Sizes that are timed when seen first, and again. */
  readonly fresh: readonly number[];
}

/** A training step of a model and its optimiser. */
function train(model: nn.Module, optimizer: optim.Optimizer, loss: Tensor): Tensor {
  model.zeroGrad();
  loss.backward();
  optimizer.step();
  return loss;
}

const lengths = (first: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + step * i);

/** A classifier of sequences, LSTM of 64, batch 32, Adam: length. */
function lstm(): Sized {
  class Classifier extends nn.Module {
    readonly lstm: nn.LSTM = new nn.LSTM(64, 64);
    readonly head: nn.Linear = new nn.Linear(64, 10);

    forward(x: Tensor): Tensor {
      const [, [h]] = this.lstm.forward(x);
      return this.head.forward(h.squeeze(0));
    }
  }
  const model = initialise(new Classifier(), 'classifier.');
  const optimizer = new optim.Adam(model.parameters());
  const sequences = uniform('sequences', [48, 32, 64]);
  const labels = integers('classes', [32], 10);
  const step = (size: number): Tensor => {
    const x = sequences.slice(0, 0, size);
    return train(model, optimizer, nn.functional.crossEntropy(model.forward(x), labels));
  };
  return { step, known: [30, 31, 32, 33], fresh: [17, 41, 23, 36, 28, 39, 20, 34] };
}

/** A classifier of images, 784-128-10, Adam: batch size. */
function mlp(): Sized {
  const model = initialise(
    new nn.Sequential(new nn.Linear(784, 128), new nn.ReLU(), new nn.Linear(128, 10)),
    'mlp.',
  );
  const optimizer = new optim.Adam(model.parameters());
  const [images, labels] = [uniform('images', [128, 784]), integers('labels', [128], 10)];
  const step = (size: number): Tensor => {
    const [x, y] = [images.slice(0, 0, size), labels.slice(0, 0, size)];
    return train(model, optimizer, nn.functional.crossEntropy(model.forward(x), y));
  };
  return { step, known: [32, 64, 33, 65], fresh: [17, 41, 23, 90, 55, 39, 77, 48] };
}

/** A prompt of nanoGPT, read by the network without gradients: length. */
function gpt(): Sized {
  const model = initialise(new GPT(256), 'gpt.').eval();
  const text = integers('prompt', [1, 256], config.vocabSize);
  const step = (size: number): Tensor =>
    noGrad(() =>
      model
        .forward(text.slice(1, 0, size))
        .at(null, -1)
        .argmax(-1),
    );
  return { step, known: lengths(20, 1, 8), fresh: lengths(40, 1, 24) };
}

/** Two LSTM cells along a series, float64, Adam: length. */
function cells(): Sized {
  const model = initialise(new Sequence().to('float64'), 'cells.');
  const optimizer = new optim.Adam(model.parameters());
  const data = sines();
  const step = (size: number): Tensor => {
    const [x, y] = [data.slice(1, 0, size), data.slice(1, 1, size + 1)];
    return train(model, optimizer, nn.functional.mseLoss(model.forward(x), y));
  };
  return { step, known: [195, 196], fresh: [199, 180, 190] };
}

/** Everything whose size varies. */
export const sized: Readonly<Record<string, () => Sized>> = { lstm, mlp, gpt, cells };
