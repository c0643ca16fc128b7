/** ResNet-18 for images of 32 x 32. Source: https://github.com/kuangliu/pytorch-cifar */

import { nn, optim, type Tensor } from 'chainrule';
import { ResNet } from '../../examples/models/resnet-18.js';
import { initialise, integers, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const batchSize = 8;

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
