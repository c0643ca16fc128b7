/**
 * DCGAN: a generator and a discriminator of images, with an optimiser each, in turns.
 * Source: https://github.com/pytorch/examples/tree/main/dcgan
 * Run: npx tsx examples/models/dcgan.ts (on digits of 8 x 8 made larger)
 */

import { fileURLToPath } from 'node:url';
import { full, manualSeed, nn, optim, randn, type Tensor } from 'chainrule';
import { DataLoader, loadDigits } from 'chainrule/data';

type Layers = (nn.Conv2d | nn.ConvTranspose2d | nn.BatchNorm2d | nn.ReLU | nn.LeakyReLU)[];

const up = (from: number, to: number): Layers => [
  new nn.ConvTranspose2d(from, to, 4, { stride: 2, padding: 1, bias: false }),
  new nn.BatchNorm2d(to),
  new nn.ReLU(),
];

const down = (from: number, to: number): Layers => [
  new nn.Conv2d(from, to, 4, { stride: 2, padding: 1, bias: false }),
  new nn.BatchNorm2d(to),
  new nn.LeakyReLU(0.2),
];

/** `[batch, nz, 1, 1]` of noise to `[batch, nc, 32, 32]` between -1 and 1. */
export const makeGenerator = (nz = 100, ngf = 32, nc = 3): nn.Sequential =>
  new nn.Sequential(
    new nn.ConvTranspose2d(nz, ngf * 4, 4, { bias: false }),
    new nn.BatchNorm2d(ngf * 4),
    new nn.ReLU(),
    ...up(ngf * 4, ngf * 2),
    ...up(ngf * 2, ngf),
    new nn.ConvTranspose2d(ngf, nc, 4, { stride: 2, padding: 1, bias: false }),
    new nn.Tanh(),
  );

/** `[batch, nc, 32, 32]` to `[batch, 1, 1, 1]`, how likely an image is real. */
export const makeDiscriminator = (ndf = 32, nc = 3): nn.Sequential =>
  new nn.Sequential(
    new nn.Conv2d(nc, ndf, 4, { stride: 2, padding: 1, bias: false }),
    new nn.LeakyReLU(0.2),
    ...down(ndf, ndf * 2),
    ...down(ndf * 2, ndf * 4),
    new nn.Conv2d(ndf * 4, 1, 4, { bias: false }),
    new nn.Sigmoid(),
  );

/** Both networks with an optimiser each; a step returns their losses. */
export class DCGAN {
  readonly criterion: nn.BCELoss = new nn.BCELoss();
  readonly optimizerD: optim.Adam;
  readonly optimizerG: optim.Adam;

  constructor(
    readonly netG: nn.Sequential,
    readonly netD: nn.Sequential,
  ) {
    const options = { lr: 2e-4, betas: [0.5, 0.999] } as const;
    this.optimizerD = new optim.Adam(netD.parameters(), options);
    this.optimizerG = new optim.Adam(netG.parameters(), options);
  }

  #judge(images: Tensor, truth: number): Tensor {
    const output = this.netD.forward(images).view([-1]);
    return this.criterion.forward(output, full(output.shape, truth, { dtype: output.dtype }));
  }

  step(real: Tensor, noise: Tensor): [errD: Tensor, errG: Tensor] {
    // The discriminator: log(D(x)) + log(1 - D(G(z))) upwards.
    this.netD.zeroGrad();
    const errDReal = this.#judge(real, 1);
    errDReal.backward();
    const fake = this.netG.forward(noise);
    const errDFake = this.#judge(fake.detach(), 0);
    errDFake.backward();
    this.optimizerD.step();

    // The generator: log(D(G(z))) upwards.
    this.netG.zeroGrad();
    const errG = this.#judge(fake, 1);
    errG.backward();
    this.optimizerG.step();
    return [errDReal.add(errDFake), errG];
  }
}

function main(): void {
  manualSeed(0);
  const gan = new DCGAN(makeGenerator(16, 8, 1), makeDiscriminator(8, 1));
  for (let epoch = 1; epoch <= 5; epoch++) {
    let losses = '';
    for (const [x] of new DataLoader(loadDigits(), { batchSize: 64, shuffle: true })) {
      const images = nn.functional.interpolate(x.div(8).sub(1).reshape([-1, 1, 8, 8]), {
        scaleFactor: 4,
      });
      const [errD, errG] = gan.step(images, randn([images.shape[0] ?? 0, 16, 1, 1]));
      losses = `discriminator ${errD.item().toFixed(3)}, generator ${errG.item().toFixed(3)}`;
    }
    console.log(`epoch ${epoch}: ${losses}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
