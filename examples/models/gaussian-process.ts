/**
 * A Gaussian process: a curve through points, and how sure one can be of it. Length scale, height
 * and noise are learned. Source: Rasmussen and Williams, 2006, algorithm 2.1
 * Run: npx tsx examples/models/gaussian-process.ts
 */

import { fileURLToPath } from 'node:url';
import {
  cdist,
  eye,
  linalg,
  linspace,
  manualSeed,
  nn,
  noGrad,
  optim,
  randn,
  type Tensor,
  tensor,
} from 'chainrule';

/** A process with a squared exponential kernel; its parameters are logarithms. */
export class GaussianProcess extends nn.Module {
  readonly lengthScale: nn.Parameter = new nn.Parameter(tensor(0, { dtype: 'float64' }));
  readonly height: nn.Parameter = new nn.Parameter(tensor(0, { dtype: 'float64' }));
  readonly noise: nn.Parameter = new nn.Parameter(tensor(-2, { dtype: 'float64' }));

  constructor(
    readonly x: Tensor,
    readonly y: Tensor,
  ) {
    super();
  }

  /** How alike the values at points `a: [n, d]` and `b: [m, d]` are, `[n, m]`. */
  kernel(a: Tensor, b: Tensor): Tensor {
    const distances = a.unsqueeze(1).sub(b).square().sum(-1);
    return distances.mul(this.lengthScale.mul(-2).exp()).mul(-0.5).exp().mul(this.height.exp());
  }

  /** The Cholesky factor of the kernel at the points, and the kernel's inverse times y. */
  factor(): [L: Tensor, alpha: Tensor] {
    const n = this.y.numel;
    const K = this.kernel(this.x, this.x).add(eye(n, { dtype: 'float64' }).mul(this.noise.exp()));
    const L = linalg.cholesky(K);
    const half = linalg.solveTriangular(L, this.y.unsqueeze(1), { upper: false });
    return [L, linalg.solveTriangular(L.mT, half, { upper: true })];
  }

  /** The negative logarithm of how likely the values are. */
  forward(): Tensor {
    const [L, alpha] = this.factor();
    const fit = this.y.dot(alpha.squeeze(1)).mul(0.5);
    return fit.add(L.diagonal().log().sum()).add((this.y.numel / 2) * Math.log(2 * Math.PI));
  }

  /** Mean and deviation at other points. */
  predict(x: Tensor): [mean: Tensor, std: Tensor] {
    return noGrad(() => {
      const [L, alpha] = this.factor();
      const across = this.kernel(this.x, x);
      const explained = linalg.solveTriangular(L, across, { upper: false }).square().sum(0);
      const variance = this.height.exp().sub(explained).clamp(0);
      return [across.mT.matmul(alpha).squeeze(1), variance.sqrt()];
    });
  }
}

/** One step towards likelier parameters; returns the loss. */
export function trainStep(model: GaussianProcess, optimizer: optim.Adam): Tensor {
  optimizer.zeroGrad();
  const loss = model.forward();
  loss.backward();
  optimizer.step();
  return loss;
}

function main(): void {
  manualSeed(0);
  const x = linspace(0, 6, 40, { dtype: 'float64' }).unsqueeze(1);
  const y = x
    .squeeze(1)
    .sin()
    .add(randn([40], { dtype: 'float64' }).mul(0.2));
  const model = new GaussianProcess(x, y);
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
  for (let i = 0; i <= 100; i++) {
    const loss = trainStep(model, optimizer);
    if (i % 25 === 0) console.log(`step ${i}: negative log likelihood ${loss.item().toFixed(3)}`);
  }
  const places = tensor([[1], [3], [7], [9]], { dtype: 'float64' });
  const [mean, std] = model.predict(places);
  console.log(
    'mean',
    mean.toArray(),
    'deviation',
    std.toArray(),
    'sine',
    places.sin().ravel().toArray(),
  );
  console.log('nearest point', cdist(places, x).amin(1).toArray());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
