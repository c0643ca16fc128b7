/**
 * A small U-Net that marks regions of an image. Source: Ronneberger, Fischer and Brox, 2015
 * Run: npx tsx examples/models/unet.ts (finds discs among noise)
 */

import { fileURLToPath } from 'node:url';
import { arange, cat, manualSeed, nn, optim, rand, randn, type Tensor } from 'chainrule';

const F = nn.functional;

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

/** `[batch, 1, h, w]` to the logits of a mask of the same size; h and w are multiples of 4. */
export class UNet extends nn.Module {
  readonly inc: nn.Sequential;
  readonly down1: nn.Sequential;
  readonly down2: nn.Sequential;
  readonly up1: nn.ConvTranspose2d;
  readonly conv1: nn.Sequential;
  readonly up2: nn.ConvTranspose2d;
  readonly conv2: nn.Sequential;
  readonly outc: nn.Conv2d;

  constructor(width = 16) {
    super();
    this.inc = doubleConv(1, width);
    this.down1 = doubleConv(width, 2 * width);
    this.down2 = doubleConv(2 * width, 4 * width);
    this.up1 = up(4 * width, 2 * width);
    this.conv1 = doubleConv(4 * width, 2 * width);
    this.up2 = up(2 * width, width);
    this.conv2 = doubleConv(2 * width, width);
    this.outc = new nn.Conv2d(width, 1, 1);
  }

  forward(x: Tensor): Tensor {
    const x1 = this.inc.forward(x);
    const x2 = this.down1.forward(F.maxPool2d(x1, 2));
    const x3 = this.down2.forward(F.maxPool2d(x2, 2));
    const y = this.conv1.forward(cat([x2, this.up1.forward(x3)], 1));
    return this.outc.forward(this.conv2.forward(cat([x1, this.up2.forward(y)], 1)));
  }
}

/** One step on images and their masks of 0 and 1; returns the loss. */
export function trainStep(model: UNet, optimizer: optim.Adam, x: Tensor, mask: Tensor): Tensor {
  optimizer.zeroGrad();
  const loss = F.binaryCrossEntropyWithLogits(model.forward(x), mask);
  loss.backward();
  optimizer.step();
  return loss;
}

/** A disc somewhere in each image, in noise as strong as it is. */
function discs(count: number, size: number): [images: Tensor, masks: Tensor] {
  const place = arange(size).float();
  const [row, column] = [rand([count, 1, 1, 1]).mul(size), rand([count, 1, 1, 1]).mul(size)];
  const squares = place.view([size, 1]).sub(row).square().add(place.sub(column).square());
  const masks = squares.lt((size / 5) ** 2).float();
  return [masks.add(randn(masks.shape)), masks];
}

function main(): void {
  manualSeed(0);
  const model = new UNet(8);
  const optimizer = new optim.Adam(model.parameters(), { lr: 1e-2 });
  for (let i = 0; i <= 100; i++) {
    const loss = trainStep(model, optimizer, ...discs(8, 32));
    if (i % 20 === 0) console.log(`step ${i}: loss ${loss.item().toFixed(4)}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
