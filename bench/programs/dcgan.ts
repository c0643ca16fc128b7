/**
 * DCGAN: a generator and a discriminator of images, with an optimiser each, in turns.
 * Source: https://github.com/pytorch/examples/tree/main/dcgan
 */

import { full, nn, optim, type Tensor } from 'chainrule';
import { initialise, normal, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const [nz, ngf, ndf, nc, batchSize] = [100, 32, 32, 3, 32];

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

const makeGenerator = (): nn.Sequential =>
  new nn.Sequential(
    new nn.ConvTranspose2d(nz, ngf * 4, 4, { bias: false }),
    new nn.BatchNorm2d(ngf * 4),
    new nn.ReLU(),
    ...up(ngf * 4, ngf * 2),
    ...up(ngf * 2, ngf),
    new nn.ConvTranspose2d(ngf, nc, 4, { stride: 2, padding: 1, bias: false }),
    new nn.Tanh(),
  );

const makeDiscriminator = (): nn.Sequential =>
  new nn.Sequential(
    new nn.Conv2d(nc, ndf, 4, { stride: 2, padding: 1, bias: false }),
    new nn.LeakyReLU(0.2),
    ...down(ndf, ndf * 2),
    ...down(ndf * 2, ndf * 4),
    new nn.Conv2d(ndf * 4, 1, 4, { bias: false }),
    new nn.Sigmoid(),
  );

/**
 * A training step: the discriminator on 32 real and 32 made images of 32 x 32, then the generator.
 */
export const dcgan: Program = (wrap) => {
  const netG = initialise(makeGenerator(), 'G.');
  const netD = initialise(makeDiscriminator(), 'D.');
  const criterion = new nn.BCELoss();
  const adam = { lr: 2e-4, betas: [0.5, 0.999] } as const;
  const optimizerD = new optim.Adam(netD.parameters(), adam);
  const optimizerG = new optim.Adam(netG.parameters(), adam);
  const batch = cycle(
    [0, 1, 2, 3].map(
      (i) =>
        [
          uniform(`real${i}`, [batchSize, nc, 32, 32]),
          normal(`z${i}`, [batchSize, nz, 1, 1]),
        ] as const,
    ),
  );
  const discriminate = (images: Tensor): Tensor => netD.forward(images).flatten();

  const step = wrap((real: Tensor, noise: Tensor) => {
    netD.zeroGrad();
    const [realLabel, fakeLabel] = [full([batchSize], 1), full([batchSize], 0)];
    const errDReal = criterion.forward(discriminate(real), realLabel);
    errDReal.backward();
    const fake = netG.forward(noise);
    const errDFake = criterion.forward(discriminate(fake.detach()), fakeLabel);
    errDFake.backward();
    optimizerD.step();

    netG.zeroGrad();
    const errG = criterion.forward(discriminate(fake), realLabel);
    errG.backward();
    optimizerG.step();
    return errDReal.add(errDFake).add(errG);
  });
  return () => step(...batch());
};
