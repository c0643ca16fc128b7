/** Text from nanoGPT: the prompt grows by each character that is drawn. Source: as `gpt.ts` */

import { cat, noGrad, type Tensor, tensor } from 'chainrule';
import { initialise, uniforms } from './generator.js';
import { config, GPT } from './gpt.js';
import type { Program } from './program.js';

const [tokens, blockSize] = [200, 256];

/** The first character whose share of the probabilities, added up, reaches a number below 1. */
function draw(probs: Tensor, chance: number): number {
  let index = 0;
  let total = 0;
  for (const p of probs.toTypedArray()) {
    total += p;
    if (total >= chance) return index;
    index++;
  }
  return config.vocabSize - 1;
}

/** A call draws 200 characters; returns their numbers, added up. */
export const generation: Program = () => {
  const model = initialise(new GPT(blockSize), 'gpt.').eval();
  const chances = uniforms('chances', tokens);
  return () =>
    noGrad(() => {
      let idx = tensor([[0]], { dtype: 'int32' });
      for (const chance of chances) {
        const length = idx.shape[1] ?? 0;
        const context = length <= blockSize ? idx : idx.slice(1, length - blockSize);
        const logits = model.forward(context).at(null, -1).div(0.8);
        const next = draw(logits.softmax(-1), chance);
        idx = cat([idx, tensor([[next]], { dtype: 'int32' })], 1);
      }
      return idx.sum();
    });
};
