/** Networks of fully connected layers, as reinforcement learning starts them. */

import * as nn from '../../nn/index.js';
import { getRandomState, manualSeed, setRandomState } from '../../tensor/index.js';

/** Functions between layers. */
export type Activation = 'tanh' | 'relu';

/** How layers are set up. */
export interface MlpOptions {
  /** Sizes of the hidden layers. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
  /**
   * `'orthogonal'` as PPO wants it: gain sqrt(2), `outputGain` in the last layer, biases 0.
   * `'default'`: PyTorch's, uniform.
   */
  readonly init: 'orthogonal' | 'default';
  /** Gain of the last layer, 1 by default; 0.01 makes a first policy almost uniform. */
  readonly outputGain?: number;
  /** A function after the last layer. */
  readonly outputActivation?: Activation;
}

function activationOf(name: Activation): nn.Layer {
  return name === 'tanh' ? new nn.Tanh() : new nn.ReLU();
}

/** A network `[N, inputs] -> [N, outputs]`. */
export function mlp(inputs: number, outputs: number, options: MlpOptions): nn.Sequential {
  const { hidden, activation, init, outputGain = 1, outputActivation } = options;
  const sizes = [inputs, ...hidden, outputs];
  const layers: nn.Layer[] = [];
  for (let i = 1; i < sizes.length; i++) {
    const linear = new nn.Linear(sizes[i - 1] ?? 1, sizes[i] ?? 1);
    const isLast = i === sizes.length - 1;
    if (init === 'orthogonal') {
      nn.init.orthogonal(linear.weight, { gain: isLast ? outputGain : Math.SQRT2 });
      if (linear.bias !== null) nn.init.zeros(linear.bias);
    }
    layers.push(linear);
    if (!isLast) layers.push(activationOf(activation));
  }
  if (outputActivation !== undefined) layers.push(activationOf(outputActivation));
  return new nn.Sequential(...layers);
}

/**
 * Runs `make` with this seed, and lets the global random stream go on as if nothing had been drawn.
 */
export function withSeed<Made>(seed: number, make: () => Made): Made {
  const before = getRandomState();
  manualSeed(seed);
  try {
    return make();
  } finally {
    setRandomState(before);
  }
}
