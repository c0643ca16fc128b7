/**
 * A variational autoencoder of digits. Source: https://github.com/pytorch/examples/tree/main/vae
 * Run: npx tsx examples/models/vae.ts
 */

import { fileURLToPath } from 'node:url';
import { manualSeed, nn, noGrad, optim, randn, randnLike, type Tensor } from 'chainrule';
import { DataLoader, loadDigits } from 'chainrule/data';

const F = nn.functional;

/** Encodes into a mean and a deviation of `latent` numbers, and decodes what is drawn from them. */
export class VAE extends nn.Module {
  readonly fc1: nn.Linear;
  readonly fc21: nn.Linear;
  readonly fc22: nn.Linear;
  readonly fc3: nn.Linear;
  readonly fc4: nn.Linear;

  constructor(features = 784, hidden = 400, latent = 20) {
    super();
    this.fc1 = new nn.Linear(features, hidden);
    this.fc21 = new nn.Linear(hidden, latent);
    this.fc22 = new nn.Linear(hidden, latent);
    this.fc3 = new nn.Linear(latent, hidden);
    this.fc4 = new nn.Linear(hidden, features);
  }

  encode(x: Tensor): [mu: Tensor, logvar: Tensor] {
    const h1 = F.relu(this.fc1.forward(x));
    return [this.fc21.forward(h1), this.fc22.forward(h1)];
  }

  decode(z: Tensor): Tensor {
    return F.sigmoid(this.fc4.forward(F.relu(this.fc3.forward(z))));
  }

  /** `eps` is the noise of the draw, normal when left out. */
  forward(x: Tensor, eps?: Tensor): [reconstruction: Tensor, mu: Tensor, logvar: Tensor] {
    const [mu, logvar] = this.encode(x);
    const std = logvar.mul(0.5).exp();
    return [this.decode(mu.add((eps ?? randnLike(std)).mul(std))), mu, logvar];
  }
}

/** Reconstruction and Kullback-Leibler divergence, added up over the batch. */
export function lossFunction(recon: Tensor, x: Tensor, mu: Tensor, logvar: Tensor): Tensor {
  const bce = F.binaryCrossEntropy(recon, x, { reduction: 'sum' });
  const kld = logvar.add(1).sub(mu.pow(2)).sub(logvar.exp()).sum().mul(-0.5);
  return bce.add(kld);
}

/** One step on a batch with values from 0 to 1; returns the loss. */
export function trainStep(model: VAE, optimizer: optim.Adam, x: Tensor, eps?: Tensor): Tensor {
  optimizer.zeroGrad();
  const [recon, mu, logvar] = model.forward(x, eps);
  const loss = lossFunction(recon, x, mu, logvar);
  loss.backward();
  optimizer.step();
  return loss;
}

function main(): void {
  manualSeed(0);
  const digits = loadDigits();
  const model = new VAE(64, 128, 8);
  const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
  for (let epoch = 1; epoch <= 30; epoch++) {
    let total = 0;
    for (const [x] of new DataLoader(digits, { batchSize: 64, shuffle: true })) {
      total += trainStep(model, optimizer, x.div(x.max())).item();
    }
    if (epoch % 10 === 0) console.log(`epoch ${epoch}: loss ${(total / digits.length).toFixed(2)}`);
  }
  // Two digits that nobody has written.
  const drawn = noGrad(() => model.decode(randn([2, 8]))).reshape([2, 8, 8]);
  for (const picture of drawn) {
    const rows = picture.toArray() as number[][];
    console.log(rows.map((row) => row.map((v) => ' .:+#@'[Math.round(5 * v)]).join('')).join('\n'));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
