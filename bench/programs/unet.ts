/** A small U-Net that marks regions of an image. Source: Ronneberger, Fischer and Brox, 2015 */

import { nn, optim, type Tensor } from 'chainrule';
import { UNet } from '../../examples/models/unet.js';
import { initialise, integers, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const [batchSize, size] = [4, 64];

/** A training step: 4 images of 64 x 64, Adam. */
export const unet: Program = (wrap) => {
  const model = initialise(new UNet(), 'unet.');
  const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
  const shape = [batchSize, 1, size, size];
  const batch = cycle(
    [0, 1].map(
      (i) => [uniform(`scan${i}`, shape), integers(`mask${i}`, shape, 2).to('float32')] as const,
    ),
  );
  const step = wrap((images: Tensor, masks: Tensor) => {
    optimizer.zeroGrad();
    const loss = nn.functional.binaryCrossEntropyWithLogits(model.forward(images), masks);
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step(...batch());
};
