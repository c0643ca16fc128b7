/** Ratings of films as products of two embeddings. Source: Koren, Bell and Volinsky, 2009 */

import { nn, optim, type Tensor } from 'chainrule';
import { initialise, integers, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const [users, films, factors, batchSize] = [1000, 1700, 32, 1024];

class MatrixFactorization extends nn.Module {
  readonly userFactors: nn.Embedding = new nn.Embedding(users, factors);
  readonly filmFactors: nn.Embedding = new nn.Embedding(films, factors);
  readonly userBias: nn.Embedding = new nn.Embedding(users, 1);
  readonly filmBias: nn.Embedding = new nn.Embedding(films, 1);

  forward(user: Tensor, film: Tensor): Tensor {
    const product = this.userFactors.forward(user).mul(this.filmFactors.forward(film)).sum(1);
    return product
      .add(this.userBias.forward(user).squeeze(1))
      .add(this.filmBias.forward(film).squeeze(1));
  }
}

/** A training step: 1024 ratings, Adam. */
export const factorisation: Program = (wrap) => {
  const model = initialise(new MatrixFactorization(), 'mf.');
  const optimizer = new optim.Adam(model.parameters(), { lr: 1e-2 });
  const batch = cycle(
    Array.from(
      { length: 10 },
      (_, i) =>
        [
          integers(`users${i}`, [batchSize], users),
          integers(`films${i}`, [batchSize], films),
          uniform(`ratings${i}`, [batchSize], 1, 5),
        ] as const,
    ),
  );
  const step = wrap((user: Tensor, film: Tensor, rating: Tensor) => {
    optimizer.zeroGrad();
    const loss = nn.functional.mseLoss(model.forward(user, film), rating);
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step(...batch());
};
