/**
 * Two LSTM cells along 199 points of a sine, in float64: a loop that the program writes itself.
 * Source: https://github.com/pytorch/examples/tree/main/time_sequence_prediction
 */

import { cat, nn, optim, type Tensor, tensor, zeros } from 'chainrule';
import { initialise, wholes } from './generator.js';
import type { Program } from './program.js';

const [series, length, width] = [20, 200, 51];
const float64 = { dtype: 'float64' } as const;

class LSTMCell extends nn.Module {
  readonly weightIh: nn.Parameter;
  readonly weightHh: nn.Parameter;
  readonly biasIh: nn.Parameter;
  readonly biasHh: nn.Parameter;

  constructor(inputSize: number, hiddenSize: number) {
    super();
    this.weightIh = new nn.Parameter(zeros([4 * hiddenSize, inputSize]));
    this.weightHh = new nn.Parameter(zeros([4 * hiddenSize, hiddenSize]));
    this.biasIh = new nn.Parameter(zeros([4 * hiddenSize]));
    this.biasHh = new nn.Parameter(zeros([4 * hiddenSize]));
  }

  forward(x: Tensor, [h, c]: nn.LSTMState): nn.LSTMState {
    const gates = nn.functional
      .linear(x, this.weightIh, this.biasIh)
      .add(nn.functional.linear(h, this.weightHh, this.biasHh));
    const [i, f, g, o] = gates.chunk(4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const next = f.sigmoid().mul(c).add(i.sigmoid().mul(g.tanh()));
    return [o.sigmoid().mul(next.tanh()), next];
  }
}

/** Gives the next point at each point, `[N, T] -> [N, T]`. */
export class Sequence extends nn.Module {
  readonly lstm1: LSTMCell = new LSTMCell(1, width);
  readonly lstm2: LSTMCell = new LSTMCell(width, width);
  readonly linear: nn.Linear = new nn.Linear(width, 1);

  forward(input: Tensor): Tensor {
    const start = zeros([input.shape[0] ?? 0, width], float64);
    let [first, second]: [nn.LSTMState, nn.LSTMState] = [
      [start, start],
      [start, start],
    ];
    const outputs: Tensor[] = [];
    for (const point of input.split(1, 1)) {
      first = this.lstm1.forward(point, first);
      second = this.lstm2.forward(first[0], second);
      outputs.push(this.linear.forward(second[0]));
    }
    return cat(outputs, 1);
  }
}

/** `[20, 200]`, sines that start anywhere. */
export function sines(): Tensor {
  const shifts = wholes('shifts', series, 80);
  const waves = Float64Array.from({ length: series * length }, (_, i) =>
    Math.sin(((i % length) + (shifts[Math.floor(i / length)] ?? 0)) / 20),
  );
  return tensor(waves, { shape: [series, length], ...float64 });
}

/** A training step: 20 sines of 199 points, each to give its next point; Adam. */
export const cells: Program = (wrap) => {
  const model = initialise(new Sequence().to('float64'), 'cells.');
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.001 });
  const data = sines();
  const input = data.slice(1, 0, length - 1);
  const target = data.slice(1, 1);
  const step = wrap((x: Tensor, y: Tensor) => {
    optimizer.zeroGrad();
    const loss = nn.functional.mseLoss(model.forward(x), y);
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step(input, target);
};
