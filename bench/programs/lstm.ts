/**
 * A two-layer LSTM as a language model over words; its state is carried from piece to piece.
 * Source: https://github.com/pytorch/examples/tree/main/word_language_model
 */

import { nn, noGrad, optim, type Tensor, zeros } from 'chainrule';
import { initialise, integers } from './generator.js';
import { cycle, type Program } from './program.js';

const [words, width, bptt, batchSize] = [2000, 200, 35, 20];
const [lr, clip] = [1, 0.25];

class RNNModel extends nn.Module {
  readonly encoder = new nn.Embedding(words, width);
  readonly rnn = new nn.LSTM(width, width, { numLayers: 2 });
  readonly decoder = new nn.Linear(width, words);

  forward(input: Tensor, hidden: nn.LSTMState): [Tensor, nn.LSTMState] {
    const [output, next] = this.rnn.forward(this.encoder.forward(input), hidden);
    return [this.decoder.forward(output).reshape([-1, words]).logSoftmax(1), next];
  }
}

const repackageHidden = ([h, c]: nn.LSTMState): nn.LSTMState => [h.detach(), c.detach()];

/** A training step: a piece of 35 words of 20 texts, gradients clipped, SGD by hand. */
export const lstm: Program = (wrap) => {
  const model = initialise(new RNNModel(), 'lstm.');
  const pieces = Array.from({ length: 10 }, (_, i) =>
    integers(`text${i}`, [bptt, batchSize], words),
  );
  const piece = cycle(pieces.map((data, i) => [data, pieces[(i + 1) % 10] ?? data] as const));
  const step = wrap((data: Tensor, targets: Tensor, h: Tensor, c: Tensor) => {
    model.zeroGrad();
    const [output, next] = model.forward(data, repackageHidden([h, c]));
    const loss = nn.functional.nllLoss(output, targets.flatten());
    loss.backward();
    optim.clipGradNorm(model.parameters(), clip);
    noGrad(() => {
      for (const p of model.parameters()) if (p.grad) p.assign(p.sub(p.grad.mul(lr)));
    });
    return [loss, next] as const;
  });
  let hidden: nn.LSTMState = [zeros([2, batchSize, width]), zeros([2, batchSize, width])];
  return () => {
    const [loss, next] = step(...piece(), ...hidden);
    hidden = next;
    return loss;
  };
};
