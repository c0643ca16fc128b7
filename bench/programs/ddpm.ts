/** Denoising diffusion of points in the plane. Source: Ho, Jain and Abbeel, 2020, algorithm 1 */

import { arange, cat, nn, optim, type Tensor, tensor } from 'chainrule';
import { initialise, integers, normal, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const [batchSize, timesteps, width] = [128, 1000, 128];

/** Products of 1 - beta, with beta from 1e-4 to 0.02. */
function alphasCumprod(): Tensor {
  let product = 1;
  return tensor(
    Array.from({ length: timesteps }, (_, t) => {
      product *= 1 - (1e-4 + (t / (timesteps - 1)) * (0.02 - 1e-4));
      return product;
    }),
  );
}

class NoisePredictor extends nn.Module {
  readonly input: nn.Linear = new nn.Linear(2 + 32, width);
  readonly middle: nn.Linear = new nn.Linear(width, width);
  readonly output: nn.Linear = new nn.Linear(width, 2);

  forward(x: Tensor, t: Tensor): Tensor {
    const frequencies = arange(16)
      .mul(-Math.log(10_000) / 16)
      .exp();
    const angles = t.to('float32').unsqueeze(1).mul(frequencies);
    const h = this.input.forward(cat([x, angles.sin(), angles.cos()], 1)).silu();
    return this.output.forward(this.middle.forward(h).silu());
  }
}

/** A training step: 128 points, each with noise of another time, Adam. */
export const ddpm: Program = (wrap) => {
  const model = initialise(new NoisePredictor(), 'ddpm.');
  const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
  const alphas = alphasCumprod();
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
    const alpha = alphas.indexSelect(0, t).unsqueeze(1);
    const xt = x0.mul(alpha.sqrt()).add(noise.mul(alpha.neg().add(1).sqrt()));
    const loss = nn.functional.mseLoss(model.forward(xt, t), noise);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step(...batch());
};
