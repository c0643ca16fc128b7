/** Denoising diffusion of points in the plane. Source: Ho, Jain and Abbeel, 2020, algorithm 1 */

import { optim, type Tensor } from 'chainrule';
import { alphasCumprod, diffusionLoss, NoisePredictor } from '../../examples/models/ddpm.js';
import { initialise, integers, normal, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const [batchSize, timesteps] = [128, 1000];

/** A training step: 128 points, each with noise of another time, Adam. */
export const ddpm: Program = (wrap) => {
  const model = initialise(new NoisePredictor(), 'ddpm.');
  const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
  const alphas = alphasCumprod(timesteps).float();
  const batch = cycle(
    [0, 1, 2, 3].map(
      (i) =>
        [
          uniform(`points${i}`, [batchSize, 2]),
          integers(`times${i}`, [batchSize], timesteps),
          normal(`noise${i}`, [batchSize, 2]),
        ] as const,
    ),
  );
  const step = wrap((x0: Tensor, t: Tensor, noise: Tensor) => {
    const loss = diffusionLoss(model, alphas, x0, t, noise);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step(...batch());
};
