/**
 * nanoGPT's training: a transformer over characters. Source: https://github.com/karpathy/nanoGPT
 */

import { nn, optim, stack, type Tensor, tensor } from 'chainrule';
import { initialise, wholes } from './generator.js';
import { config, GPT } from './gpt.js';
import { cycle, type Program } from './program.js';

const [batchSize, blockSize] = [12, 64];
const data = wholes('gpt.data', 10_000, config.vocabSize);

/**
 * A training step of 812 thousand parameters: batch of 12 pieces from anywhere in the text, AdamW.
 */
export const nanogpt: Program = (wrap) => {
  const model = initialise(new GPT(blockSize), 'gpt.');
  const optimizer = new optim.AdamW(model.parameters(), {
    lr: 1e-3,
    betas: [0.9, 0.99],
    weightDecay: 0.1,
  });
  const starts = cycle(
    Array.from({ length: 20 }, (_, i) =>
      Array.from(wholes(`gpt.ix${i}`, batchSize, data.length - blockSize)),
    ),
  );
  const getBatch = (): [Tensor, Tensor] => {
    const ix = starts();
    const x = stack(ix.map((i) => tensor(data.subarray(i, i + blockSize))));
    const y = stack(ix.map((i) => tensor(data.subarray(i + 1, i + 1 + blockSize))));
    return [x, y];
  };
  const step = wrap((x: Tensor, y: Tensor) => {
    const logits = model.forward(x);
    const loss = nn.functional.crossEntropy(logits.reshape([-1, config.vocabSize]), y.flatten());
    optimizer.zeroGrad();
    loss.backward();
    optim.clipGradNorm(model.parameters(), 1);
    optimizer.step();
    return loss;
  });
  return () => step(...getBatch());
};
