/**
 * A neural differential equation that learns a spiral, solved by Runge and Kutta's method and
 * differentiated through. Source: https://github.com/rtqichen/torchdiffeq (examples/ode_demo.py)
 */

import { nn, optim, stack, type Tensor } from 'chainrule';
import { initialise, uniform } from './generator.js';
import { cycle, type Program } from './program.js';

const [batchSize, batchTime, dt] = [20, 10, 0.025];

class ODEFunc extends nn.Module {
  readonly net: nn.Sequential = new nn.Sequential(
    new nn.Linear(2, 50),
    new nn.Tanh(),
    new nn.Linear(50, 2),
  );

  forward(y: Tensor): Tensor {
    return this.net.forward(y.pow(3));
  }
}

function rk4(f: (y: Tensor) => Tensor, y: Tensor): Tensor {
  const k1 = f(y);
  const k2 = f(y.add(k1.mul(dt / 2)));
  const k3 = f(y.add(k2.mul(dt / 2)));
  const k4 = f(y.add(k3.mul(dt)));
  return y.add(
    k1
      .add(k2.mul(2))
      .add(k3.mul(2))
      .add(k4)
      .mul(dt / 6),
  );
}

/** A training step: nine steps of the solver from 20 points, RMSprop. */
export const ode: Program = (wrap) => {
  const func = initialise(new ODEFunc(), 'ode.');
  const optimizer = new optim.RMSprop(func.parameters(), { lr: 1e-3 });
  const batch = cycle(
    [0, 1, 2, 3].map(
      (i) =>
        [
          uniform(`y0 ${i}`, [batchSize, 2], -2, 2),
          uniform(`y ${i}`, [batchTime, batchSize, 2], -2, 2),
        ] as const,
    ),
  );
  const step = wrap((y0: Tensor, target: Tensor) => {
    optimizer.zeroGrad();
    const points = [y0];
    let y = y0;
    for (let i = 1; i < batchTime; i++) {
      y = rk4((at) => func.forward(at), y);
      points.push(y);
    }
    const loss = stack(points).sub(target).abs().mean();
    loss.backward();
    optimizer.step();
    return loss;
  });
  return () => step(...batch());
};
