/** The network for pictures: convolutions that halve the picture, a mean over places, a layer. */

import { nn, type Tensor } from '../../index.js';

/** Channels of the first stage; each further one has twice as many. */
const firstChannels = 16;

/** Convolution, norm, ReLU, and half the size. */
function stage(from: number, to: number): nn.Layer[] {
  return [
    new nn.Conv2d(from, to, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(to),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
  ];
}

/** Pictures `[N, 3, size, size]` from 0 to 1 to logits `[N, classes]`. */
export class ImageClassifier extends nn.Module {
  /** Side of the pictures. */
  readonly size: number;
  readonly stages: nn.Sequential;
  readonly head: nn.Linear;

  constructor(classes: number, size: number) {
    super();
    this.size = size;
    // Down to 4 x 4.
    const count = Math.max(2, Math.round(Math.log2(size)) - 2);
    const channels = Array.from({ length: count }, (_, i) => firstChannels * 2 ** i);
    this.stages = new nn.Sequential(
      ...channels.flatMap((to, i) => stage(channels[i - 1] ?? 3, to)),
    );
    this.head = new nn.Linear(channels.at(-1) ?? firstChannels, classes);
  }

  forward(x: Tensor): Tensor {
    // Pictures come as light from 0 to 1; a mean near 0 and a spread near 1 learn faster.
    const centred = x.sub(0.5).div(0.25);
    return this.head.forward(this.stages.forward(centred).mean([2, 3]));
  }
}
