/**
 * DCGAN: a generator and a discriminator of images, with an optimiser each, in turns.
 * Source: https://github.com/pytorch/examples/tree/main/dcgan
 */

import type { Tensor } from 'chainrule';
import { DCGAN, makeDiscriminator, makeGenerator } from '../../examples/models/dcgan.js';
import { initialise, normal, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const [nz, nc, batchSize] = [100, 3, 32];

/**
 * A training step: the discriminator on 32 real and 32 made images of 32 x 32, then the generator.
 */
export const dcgan: Program = (wrap) => {
  const netG = initialise(makeGenerator(nz, 32, nc), 'G.');
  const netD = initialise(makeDiscriminator(32, nc), 'D.');
  const gan = new DCGAN(netG, netD);
  const batch = cycle(
    [0, 1, 2, 3].map(
      (i) =>
        [
          uniform(`real${i}`, [batchSize, nc, 32, 32]),
          normal(`z${i}`, [batchSize, nz, 1, 1]),
        ] as const,
    ),
  );
  const step = wrap((real: Tensor, noise: Tensor) => {
    const [errD, errG] = gan.step(real, noise);
    return errD.add(errG);
  });
  return () => step(...batch());
};
