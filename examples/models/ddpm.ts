/**
 * Denoising diffusion of points in the plane, with a moving average of the weights.
 * Source: Ho, Jain and Abbeel, 2020, algorithms 1 and 2
 * Run: npx tsx examples/models/ddpm.ts (draws a spiral)
 */

import { fileURLToPath } from 'node:url';
import {
  arange,
  cat,
  full,
  linspace,
  manualSeed,
  nn,
  noGrad,
  optim,
  randint,
  randn,
  randnLike,
  stack,
  type Tensor,
} from 'chainrule';

const F = nn.functional;

/** The noise in points `x: [batch, 2]` at the times `t: [batch]`. */
export class NoisePredictor extends nn.Module {
  readonly input: nn.Linear;
  readonly middle: nn.Linear;
  readonly output: nn.Linear;

  constructor(width = 128) {
    super();
    this.input = new nn.Linear(2 + 32, width);
    this.middle = new nn.Linear(width, width);
    this.output = new nn.Linear(width, 2);
  }

  forward(x: Tensor, t: Tensor): Tensor {
    const { dtype } = x;
    const frequencies = arange(16, { dtype })
      .mul(-Math.log(10_000) / 16)
      .exp();
    const angles = t.to(dtype).unsqueeze(1).mul(frequencies);
    const h = F.silu(this.input.forward(cat([x, angles.sin(), angles.cos()], 1)));
    return this.output.forward(F.silu(this.middle.forward(h)));
  }
}

/** What there is of the first picture at each time: products of 1 - beta. */
export const alphasCumprod = (timesteps: number): Tensor =>
  linspace(1e-4, 0.02, timesteps, { dtype: 'float64' }).neg().add(1).cumprod(0);

/** How well the model finds noise that is in points at the times t. */
export function diffusionLoss(
  model: NoisePredictor,
  alphas: Tensor,
  x0: Tensor,
  t: Tensor,
  noise: Tensor,
): Tensor {
  const alpha = alphas.at(t).unsqueeze(1);
  const xt = alpha.sqrt().mul(x0).add(alpha.neg().add(1).sqrt().mul(noise));
  return F.mseLoss(model.forward(xt, t), noise);
}

/** One step on `[alphas, x0, t, noise]`; returns the loss. */
export function trainStep(
  model: NoisePredictor,
  optimizer: optim.Adam,
  ...batch: [alphas: Tensor, x0: Tensor, t: Tensor, noise: Tensor]
): Tensor {
  const loss = diffusionLoss(model, ...batch);
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  return loss;
}

/** Moves a copy of the weights towards the model's: `ema = decay * ema + (1 - decay) * p`. */
export function updateEma(ema: nn.Module, model: nn.Module, decay: number): void {
  noGrad(() => {
    const newest = model.parameters();
    for (const [i, average] of ema.parameters().entries()) {
      const p = newest[i];
      if (p !== undefined) average.assign(average.lerp(p, 1 - decay));
    }
  });
}

/** Points drawn from noise, one time after the other. */
export function sample(model: NoisePredictor, alphas: Tensor, count: number): Tensor {
  return noGrad(() => {
    const bars = alphas.toArray() as number[];
    let x = randn([count, 2]);
    for (let t = bars.length - 1; t >= 0; t--) {
      const [bar, before] = [bars[t] ?? 1, bars[t - 1] ?? 1];
      const alpha = bar / before;
      const noise = model.forward(x, full([count], t, { dtype: 'int32' }));
      x = x.sub(noise.mul((1 - alpha) / Math.sqrt(1 - bar))).div(Math.sqrt(alpha));
      if (t > 0) x = x.add(randnLike(x).mul(Math.sqrt(1 - alpha)));
    }
    return x;
  });
}

function main(): void {
  manualSeed(0);
  const [model, ema] = [new NoisePredictor(), new NoisePredictor()];
  ema.loadStateDict(model.stateDict());
  const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
  const timesteps = 100;
  const alphas = alphasCumprod(timesteps).float();
  const angle = linspace(1, 9, 2000);
  const spiral = stack([angle.mul(angle.cos()), angle.mul(angle.sin())], 1).div(5);
  for (let i = 0; i <= 2000; i++) {
    const x0 = spiral.at(randint(0, 2000, [128]));
    const t = randint(0, timesteps, [128]);
    const loss = trainStep(model, optimizer, alphas, x0, t, randnLike(x0));
    updateEma(ema, model, 0.99);
    if (i % 400 === 0) console.log(`step ${i}: loss ${loss.item().toFixed(4)}`);
  }
  const points = sample(ema, alphas, 400).mul(5).toArray() as number[][];
  const rows = Array.from({ length: 24 }, () => Array.from({ length: 48 }, () => ' '));
  for (const [x = 0, y = 0] of points) {
    const row = rows[Math.round(12 + y)];
    if (row !== undefined) row[Math.round(24 + 2 * x)] = '*';
  }
  console.log(rows.map((row) => row.join('')).join('\n'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
