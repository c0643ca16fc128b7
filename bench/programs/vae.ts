/**
 * A variational autoencoder of digits. Source: https://github.com/pytorch/examples/tree/main/vae
 */

import { nn, optim, type Tensor } from 'chainrule';
import { initialise, normal, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const batchSize = 128;

class VAE extends nn.Module {
  readonly fc1: nn.Linear = new nn.Linear(784, 400);
  readonly fc21: nn.Linear = new nn.Linear(400, 20);
  readonly fc22: nn.Linear = new nn.Linear(400, 20);
  readonly fc3: nn.Linear = new nn.Linear(20, 400);
  readonly fc4: nn.Linear = new nn.Linear(400, 784);

  forward(x: Tensor, eps: Tensor): [reconstruction: Tensor, mu: Tensor, logvar: Tensor] {
    const h1 = this.fc1.forward(x).relu();
    const [mu, logvar] = [this.fc21.forward(h1), this.fc22.forward(h1)];
    const z = mu.add(eps.mul(logvar.mul(0.5).exp()));
    const h3 = this.fc3.forward(z).relu();
    return [this.fc4.forward(h3).sigmoid(), mu, logvar];
  }
}

/** A training step: 128 images, reconstruction and divergence, Adam. */
export const vae: Program = (wrap) => {
  const model = initialise(new VAE(), 'vae.');
  const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
  const batch = cycle(
    [0, 1, 2, 3].map(
      (i) =>
        [uniform(`digits${i}`, [batchSize, 784], 0), normal(`eps${i}`, [batchSize, 20])] as const,
    ),
  );
  const step = wrap((x: Tensor, eps: Tensor) => {
    optimizer.zeroGrad();
    const [reconstruction, mu, logvar] = model.forward(x, eps);
    const bce = nn.functional.binaryCrossEntropy(reconstruction, x, { reduction: 'sum' });
    const kld = logvar.add(1).sub(mu.square()).sub(logvar.exp()).sum().mul(-0.5);
    const loss = bce.add(kld);
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step(...batch());
};
