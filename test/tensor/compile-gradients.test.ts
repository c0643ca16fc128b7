/**
 * `compile` and gradients of what is no parameter: whose they are, what clears them, what is said.
 */

import { compile, grad, linspace, manualSeed, nn, optim, type Tensor, tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';

/** Where the points stand, and who clears their gradient. */
interface Program {
  readonly points: 'argument' | 'outside';
  readonly clears: boolean;
}

/** A network whose derivative is to be itself: its loss depends on the gradient of its input. */
class Physics {
  readonly x: Tensor = linspace(0, 1, 8).reshape([8, 1]).detach();
  readonly net: nn.Sequential;
  readonly step: (x: Tensor) => Tensor;

  constructor({ points, clears }: Program) {
    manualSeed(0);
    this.net = new nn.Sequential(new nn.Linear(1, 4), new nn.Tanh(), new nn.Linear(4, 1));
    const optimizer = new optim.Adam(this.net.parameters(), { lr: 0.01 });
    this.x.requiresGrad = true;
    this.step = (argument) => {
      const x = points === 'argument' ? argument : this.x;
      optimizer.zeroGrad();
      if (clears) x.zeroGrad();
      const u = this.net.forward(x);
      const loss = grad(u.sum(), x).sub(u).square().mean();
      loss.backward();
      optimizer.step();
      return loss;
    };
  }

  weights(): unknown {
    return this.net.parameters().map((parameter) => parameter.toArray());
  }
}

const programs: [string, 'argument' | 'outside', RegExp][] = [
  ['an argument', 'argument', /argument 0, of shape \[8, 1\], has a gradient from before the call/],
  [
    'a tensor from outside',
    'outside',
    /a tensor of shape \[8, 1\], which no optimizer and no module has listed, has a gradient from/,
  ],
];

describe.each(programs)('the gradient of %s', (_, points, message) => {
  test('is named when backward() would add to that of the call before', () => {
    const program = new Physics({ points, clears: false });
    const step = compile(program.step);
    step(program.x);
    const before = program.weights();
    expect(() => step(program.x)).toThrow(message);
    expect(() => step(program.x)).toThrow(/Call zeroGrad\(\).* inside the function,? before/);
    expect(program.weights()).toEqual(before);
  });

  test('can be cleared inside, and then all is as without compile', () => {
    const [plain, compiled] = [1, 2].map(() => new Physics({ points, clears: true }));
    if (plain === undefined || compiled === undefined) throw new Error('there are two');
    const step = compile(compiled.step);
    for (let i = 0; i < 6; i++) {
      expect(step(compiled.x).item()).toBe(plain.step(plain.x).item());
      expect(compiled.x.grad?.toArray()).toEqual(plain.x.grad?.toArray());
    }
    expect(compiled.weights()).toEqual(plain.weights());
    expect(step.captures).toBeLessThan(6);
    expect(step.obstacle).toBeNull();
  });

  test('can be cleared outside', () => {
    const program = new Physics({ points, clears: false });
    const step = compile(program.step);
    for (let i = 0; i < 6; i++) {
      step(program.x);
      program.x.zeroGrad();
    }
    expect(step.obstacle).toBeNull();
  });
});

describe('arguments', () => {
  const leaf = (): Tensor => tensor([1, 2], { requiresGrad: true });

  test('are called by their labels', () => {
    const x = leaf();
    x.label = 'points';
    const backward = compile((y: Tensor) => y.sum().backward());
    backward(x);
    expect(() => backward(x)).toThrow('argument 0 (points), of shape [2], has a gradient from');
    expect(() => compile((y: Tensor) => y)(x.mul(2))).toThrow('argument 0, of shape [2], was');
  });

  test('lose a gradient that the function clears', () => {
    const x = leaf();
    const clear = compile((y: Tensor) => {
      y.zeroGrad();
      return y.mul(2);
    });
    for (let i = 0; i < 4; i++) {
      x.sum().backward();
      clear(x);
      expect(x.grad).toBeNull();
    }
    expect(clear.obstacle).toBeNull();
  });

  test('do not hide a gradient that they have from a function that looks at it', () => {
    const x = leaf();
    const double = compile((y: Tensor) => (y.grad === null ? y.mul(1) : y.grad.mul(2)));
    for (let i = 0; i < 3; i++) expect(double(x).toArray()).toEqual([1, 2]);
    x.sum().backward();
    expect(() => double(x)).toThrow('argument 0, of shape [2], has a gradient from before');
  });
});

test('a parameter is called by its name', () => {
  const model = new nn.Sequential(new nn.Flatten(), new nn.Linear(2, 3));
  model.parameters();
  const step = compile((x: Tensor) => model.forward(x).sum().backward());
  const x = tensor([[1, 2]]);
  step(x);
  expect(() => step(x)).toThrow(
    /compile: 1\.(weight|bias) \(shape \[3(, 2)?\]\) has a gradient from/,
  );
});
