/**
 * A language model over characters whose gradients are written by hand.
 * Source: https://github.com/karpathy/nn-zero-to-hero (makemore, part 4)
 */

import { nn, noGrad, type Tensor, zerosLike } from 'chainrule';
import { integers, normal } from './generator.js';
import { cycle, type Program } from './program.js';

const [vocabSize, blockSize, width, hidden, n] = [27, 3, 10, 64, 32];

/** Scaled as in the lecture, biases a little off zero so that mistakes would show. */
const makeParameters = () => ({
  C: normal('C', [vocabSize, width]),
  W1: normal('W1', [width * blockSize, hidden]).mul(5 / 3 / (width * blockSize) ** 0.5),
  b1: normal('b1', [hidden]).mul(0.1),
  W2: normal('W2', [hidden, vocabSize]).mul(0.1),
  b2: normal('b2', [vocabSize]).mul(0.1),
  bngain: normal('bngain', [1, hidden]).mul(0.1).add(1),
  bnbias: normal('bnbias', [1, hidden]).mul(0.1),
});

/** A training step: batch of 32 by an index tensor, everything by hand under `noGrad`. */
export const manual: Program = (wrap) => {
  const { C, W1, b1, W2, b2, bngain, bnbias } = makeParameters();
  const parameters = [C, W1, b1, W2, b2, bngain, bnbias];
  const X = integers('names X', [20_000, blockSize], vocabSize);
  const Y = integers('names Y', [20_000], vocabSize);
  const ix = cycle(Array.from({ length: 20 }, (_, i) => integers(`rows${i}`, [n], 20_000)));

  const step = wrap((index: Tensor) =>
    noGrad(() => {
      const [Xb, Yb] = [X.indexSelect(0, index), Y.indexSelect(0, index)];
      const emb = C.indexSelect(0, Xb.flatten());
      const embcat = emb.reshape([n, -1]);
      const hprebn = embcat.matmul(W1).add(b1);
      const bnmean = hprebn.mean(0, true);
      const bnvar = hprebn.var(0, { keepdim: true });
      const bnvarInv = bnvar.add(1e-5).pow(-0.5);
      const bnraw = hprebn.sub(bnmean).mul(bnvarInv);
      const h = bngain.mul(bnraw).add(bnbias).tanh();
      const logits = h.matmul(W2).add(b2);
      const loss = nn.functional.crossEntropy(logits, Yb);

      const dlogits = logits.softmax(1).sub(Yb.oneHot(vocabSize)).div(n);
      const dh = dlogits.matmul(W2.transpose(0, 1));
      const dW2 = h.transpose(0, 1).matmul(dlogits);
      const db2 = dlogits.sum(0);
      const dhpreact = h.square().neg().add(1).mul(dh);
      const dbngain = bnraw.mul(dhpreact).sum(0, true);
      const dbnbias = dhpreact.sum(0, true);
      const dhprebn = bngain
        .mul(bnvarInv)
        .div(n)
        .mul(
          dhpreact
            .mul(n)
            .sub(dhpreact.sum(0))
            .sub(bnraw.mul(n / (n - 1)).mul(dhpreact.mul(bnraw).sum(0))),
        );
      const demb = dhprebn.matmul(W1.transpose(0, 1)).reshape(emb.shape);
      const dW1 = embcat.transpose(0, 1).matmul(dhprebn);
      const db1 = dhprebn.sum(0);
      const dC = zerosLike(C).scatterAdd(0, Xb.reshape([-1, 1]).expand(emb.shape), demb);

      const gradients = [dC, dW1, db1, dW2, db2, dbngain, dbnbias];
      for (const [i, p] of parameters.entries()) p.assign(p.sub((gradients[i] ?? p).mul(0.1)));
      return loss;
    }),
  );
  return () => step(ix());
};
