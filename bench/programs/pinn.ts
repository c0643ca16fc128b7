/**
 * A network that solves u'' = -pi^2 sin(pi x), u(-1) = u(1) = 0, from the equation alone.
 * Source: Raissi, Perdikaris and Karniadakis, 2019
 */

import { grad, nn, optim, tensor } from 'chainrule';
import { initialise, uniform } from './generator.js';
import type { Program } from './program.js';

/** A training step: 100 points of the equation and both ends, Adam. */
export const pinn: Program = (wrap) => {
  const model = initialise(
    new nn.Sequential(
      new nn.Linear(1, 32),
      new nn.Tanh(),
      new nn.Linear(32, 32),
      new nn.Tanh(),
      new nn.Linear(32, 1),
    ),
    'pinn.',
  );
  const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
  const x = uniform('places', [100, 1]);
  x.requiresGrad = true;
  const ends = tensor([[-1], [1]]);
  const step = wrap(() => {
    optimizer.zeroGrad();
    x.grad = null;
    const u = model.forward(x);
    const du = grad(u.sum(), x);
    const ddu = grad(du.sum(), x);
    const residual = ddu.add(
      x
        .mul(Math.PI)
        .sin()
        .mul(Math.PI ** 2),
    );
    const loss = residual.square().mean().add(model.forward(ends).square().mean());
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step();
};
