/**
 * ResNet-18 for images of 32 x 32. Source: https://github.com/kuangliu/pytorch-cifar
 * Run: npx tsx examples/models/resnet-18.ts (an eighth of its width, on digits made larger)
 */

import { fileURLToPath } from 'node:url';
import { manualSeed, nn, noGrad, optim, type Tensor } from 'chainrule';
import { DataLoader, loadDigits, trainTestSplit } from 'chainrule/data';

const F = nn.functional;

class BasicBlock extends nn.Module {
  readonly conv1: nn.Conv2d;
  readonly bn1: nn.BatchNorm2d;
  readonly conv2: nn.Conv2d;
  readonly bn2: nn.BatchNorm2d;
  readonly shortcut: nn.Sequential;

  constructor(inPlanes: number, planes: number, stride: number) {
    super();
    this.conv1 = new nn.Conv2d(inPlanes, planes, 3, { stride, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(planes);
    this.conv2 = new nn.Conv2d(planes, planes, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(planes);
    this.shortcut = new nn.Sequential();
    if (stride !== 1 || inPlanes !== planes) {
      this.shortcut = new nn.Sequential(
        new nn.Conv2d(inPlanes, planes, 1, { stride, bias: false }),
        new nn.BatchNorm2d(planes),
      );
    }
  }

  forward(x: Tensor): Tensor {
    const out = F.relu(this.bn1.forward(this.conv1.forward(x)));
    return F.relu(this.bn2.forward(this.conv2.forward(out)).add(this.shortcut.forward(x)));
  }
}

const layer = (inPlanes: number, planes: number, stride: number): nn.Sequential =>
  new nn.Sequential(new BasicBlock(inPlanes, planes, stride), new BasicBlock(planes, planes, 1));

/** `[batch, channels, 32, 32] -> [batch, classes]`; `width` planes at first, 64 in the paper. */
export class ResNet extends nn.Module {
  readonly conv1: nn.Conv2d;
  readonly bn1: nn.BatchNorm2d;
  readonly layer1: nn.Sequential;
  readonly layer2: nn.Sequential;
  readonly layer3: nn.Sequential;
  readonly layer4: nn.Sequential;
  readonly linear: nn.Linear;

  constructor(channels = 3, classes = 10, width = 64) {
    super();
    this.conv1 = new nn.Conv2d(channels, width, 3, { padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(width);
    this.layer1 = layer(width, width, 1);
    this.layer2 = layer(width, 2 * width, 2);
    this.layer3 = layer(2 * width, 4 * width, 2);
    this.layer4 = layer(4 * width, 8 * width, 2);
    this.linear = new nn.Linear(8 * width, classes);
  }

  forward(x: Tensor): Tensor {
    let out = F.relu(this.bn1.forward(this.conv1.forward(x)));
    for (const stage of [this.layer1, this.layer2, this.layer3, this.layer4]) {
      out = stage.forward(out);
    }
    return this.linear.forward(F.avgPool2d(out, 4).flatten(1));
  }
}

/** One step on a batch of images and their classes; returns the loss. */
export function trainStep(model: ResNet, optimizer: optim.SGD, x: Tensor, y: Tensor): Tensor {
  optimizer.zeroGrad();
  const loss = F.crossEntropy(model.forward(x), y);
  loss.backward();
  optimizer.step();
  return loss;
}

function main(): void {
  manualSeed(0);
  const [train, test] = trainTestSplit(loadDigits(), { testSize: 0.2 });
  const model = new ResNet(1, 10, 8);
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.05, momentum: 0.9 });
  const enlarge = (x: Tensor): Tensor =>
    F.interpolate(x.reshape([-1, 1, 8, 8]), { scaleFactor: 4, mode: 'bilinear' });
  for (let epoch = 0; epoch < 3; epoch++) {
    for (const [x, y] of new DataLoader(train, { batchSize: 64, shuffle: true })) {
      trainStep(model.train(), optimizer, enlarge(x), y);
    }
    for (const [x, y] of new DataLoader(test, { batchSize: test.length })) {
      const found = noGrad(() => model.eval().forward(enlarge(x)).argmax(1));
      console.log(`epoch ${epoch + 1}: accuracy ${found.eq(y).float().mean().item().toFixed(3)}`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
