/** A small U-Net that marks regions of an image. Source: Ronneberger, Fischer and Brox, 2015 */

import { cat, nn, optim, type Tensor } from 'chainrule';
import { initialise, integers, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const [batchSize, size] = [4, 64];

const doubleConv = (from: number, to: number): nn.Sequential =>
  new nn.Sequential(
    new nn.Conv2d(from, to, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(to),
    new nn.ReLU(),
    new nn.Conv2d(to, to, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(to),
    new nn.ReLU(),
  );

const up = (from: number, to: number): nn.ConvTranspose2d =>
  new nn.ConvTranspose2d(from, to, 2, { stride: 2 });

class UNet extends nn.Module {
  readonly inc: nn.Sequential = doubleConv(1, 16);
  readonly down1: nn.Sequential = doubleConv(16, 32);
  readonly down2: nn.Sequential = doubleConv(32, 64);
  readonly up1: nn.ConvTranspose2d = up(64, 32);
  readonly conv1: nn.Sequential = doubleConv(64, 32);
  readonly up2: nn.ConvTranspose2d = up(32, 16);
  readonly conv2: nn.Sequential = doubleConv(32, 16);
  readonly outc: nn.Conv2d = new nn.Conv2d(16, 1, 1);

  forward(x: Tensor): Tensor {
    const { maxPool2d } = nn.functional;
    const x1 = this.inc.forward(x);
    const x2 = this.down1.forward(maxPool2d(x1, 2));
    const x3 = this.down2.forward(maxPool2d(x2, 2));
    const y = this.conv1.forward(cat([x2, this.up1.forward(x3)], 1));
    return this.outc.forward(this.conv2.forward(cat([x1, this.up2.forward(y)], 1)));
  }
}

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
