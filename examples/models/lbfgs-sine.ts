/**
 * Sine waves gone on with by two LSTM cells, trained by LBFGS, which walks far in few steps.
 * Run: npx tsx examples/models/lbfgs-sine.ts
 */

import { fileURLToPath } from 'node:url';
import {
  arange,
  manualSeed,
  nn,
  noGrad,
  optim,
  randint,
  stack,
  type Tensor,
  zeros,
} from 'chainrule';

/** Predicts each next number of sequences `[N, T]`. */
export class Sequence extends nn.Module {
  readonly lstm1: nn.LSTMCell;
  readonly lstm2: nn.LSTMCell;
  readonly linear: nn.Linear;

  constructor(readonly hidden = 51) {
    super();
    this.lstm1 = new nn.LSTMCell(1, hidden);
    this.lstm2 = new nn.LSTMCell(hidden, hidden);
    this.linear = new nn.Linear(hidden, 1);
  }

  /** `[N, T] -> [N, T + future]`: what comes after each number, and then after its own. */
  forward(input: Tensor, future = 0): Tensor {
    const [n = 0, length = 0] = input.shape;
    const start = zeros([n, this.hidden], { dtype: input.dtype });
    let first: [Tensor, Tensor] = [start, start];
    let second: [Tensor, Tensor] = [start, start];
    const outputs: Tensor[] = [];
    for (let t = 0; t < length + future; t++) {
      const x = t < length ? input.slice(1, t, t + 1) : (outputs.at(-1) ?? start);
      first = this.lstm1.forward(x, first);
      second = this.lstm2.forward(first[0], second);
      outputs.push(this.linear.forward(second[0]));
    }
    return stack(outputs, 1).squeeze(2);
  }
}

/** One step of LBFGS, which evaluates the loss several times; returns the first loss. */
export function trainStep(
  model: Sequence,
  optimizer: optim.LBFGS,
  input: Tensor,
  target: Tensor,
): Tensor {
  return optimizer.step(() => {
    optimizer.zeroGrad();
    const loss = nn.functional.mseLoss(model.forward(input), target);
    loss.backward();
    return loss;
  });
}

function main(): void {
  manualSeed(0);
  const [count, length, period] = [20, 200, 20];
  const shifts = randint(-4 * period, 4 * period, [count, 1]);
  const data = arange(length).add(shifts).to('float64').div(period).sin();
  const train = data.slice(0, 3);
  const test = data.slice(0, 0, 3);
  const model = new Sequence().to('float64');
  const optimizer = new optim.LBFGS(model.parameters(), { lr: 0.8 });
  for (let step = 0; step < 8; step++) {
    const [input, target] = [train.slice(1, 0, -1), train.slice(1, 1)];
    const loss = trainStep(model, optimizer, input, target);
    const future = noGrad(() => model.forward(test.slice(1, 0, -1), 5));
    const error = nn.functional.mseLoss(future.slice(1, 0, length - 1), test.slice(1, 1));
    console.log(`step ${step}: loss ${loss.item().toFixed(5)}, test ${error.item().toFixed(5)}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
