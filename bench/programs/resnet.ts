/** ResNet-18 for images of 32 x 32. Source: https://github.com/kuangliu/pytorch-cifar */

import { nn, optim, type Tensor } from 'chainrule';
import { initialise, integers, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const batchSize = 8;

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
    this.shortcut =
      stride === 1 && inPlanes === planes
        ? new nn.Sequential()
        : new nn.Sequential(
            new nn.Conv2d(inPlanes, planes, 1, { stride, bias: false }),
            new nn.BatchNorm2d(planes),
          );
  }

  forward(x: Tensor): Tensor {
    const out = this.bn1.forward(this.conv1.forward(x)).relu();
    return this.bn2.forward(this.conv2.forward(out)).add(this.shortcut.forward(x)).relu();
  }
}

const layer = (inPlanes: number, planes: number, stride: number): nn.Sequential =>
  new nn.Sequential(new BasicBlock(inPlanes, planes, stride), new BasicBlock(planes, planes, 1));

class ResNet extends nn.Module {
  readonly conv1: nn.Conv2d = new nn.Conv2d(3, 64, 3, { padding: 1, bias: false });
  readonly bn1: nn.BatchNorm2d = new nn.BatchNorm2d(64);
  readonly layer1: nn.Sequential = layer(64, 64, 1);
  readonly layer2: nn.Sequential = layer(64, 128, 2);
  readonly layer3: nn.Sequential = layer(128, 256, 2);
  readonly layer4: nn.Sequential = layer(256, 512, 2);
  readonly linear: nn.Linear = new nn.Linear(512, 10);

  forward(x: Tensor): Tensor {
    let out = this.bn1.forward(this.conv1.forward(x)).relu();
    for (const stage of [this.layer1, this.layer2, this.layer3, this.layer4]) {
      out = stage.forward(out);
    }
    return this.linear.forward(nn.functional.avgPool2d(out, 4).flatten(1));
  }
}

/** A training step: 8 images, SGD with momentum. */
export const resnet: Program = (wrap) => {
  const model = initialise(new ResNet(), 'resnet.');
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.001, momentum: 0.9 });
  const batch = cycle(
    [0, 1].map(
      (i) =>
        [
          uniform(`cifar${i}`, [batchSize, 3, 32, 32]),
          integers(`kinds${i}`, [batchSize], 10),
        ] as const,
    ),
  );
  const step = wrap((images: Tensor, labels: Tensor) => {
    optimizer.zeroGrad();
    const loss = nn.functional.crossEntropy(model.forward(images), labels);
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step(...batch());
};
