/** The smallest network of the bench, 2-16-16-1: its steps cost little but their graph. */

import { nn, optim, type Tensor } from 'chainrule';
import { initialise, uniform } from './generator.js';
import type { Program } from './program.js';

/** A training step: 100 points, max-margin loss, SGD. */
export const small: Program = (wrap) => {
  const model = initialise(
    new nn.Sequential(
      new nn.Linear(2, 16),
      new nn.ReLU(),
      new nn.Linear(16, 16),
      new nn.ReLU(),
      new nn.Linear(16, 1),
    ),
    'small.',
  );
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.05 });
  const inputs = uniform('moons', [100, 2]);
  const signs = uniform('sides', [100, 1]).sign();
  const step = wrap((x: Tensor, y: Tensor) => {
    optimizer.zeroGrad();
    const loss = nn.functional.hingeLoss(model.forward(x), y);
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step(inputs, signs);
};
