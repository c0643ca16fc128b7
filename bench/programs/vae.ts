/**
 * A variational autoencoder of digits. Source: https://github.com/pytorch/examples/tree/main/vae
 */

import { optim, type Tensor } from 'chainrule';
import { lossFunction, VAE } from '../../examples/models/vae.js';
import { initialise, normal, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const batchSize = 128;

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
    const loss = lossFunction(reconstruction, x, mu, logvar);
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step(...batch());
};
