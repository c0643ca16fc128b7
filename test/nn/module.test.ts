/** What a module finds among its properties, and how it is named, switched, converted. */

import { nn, ones, type Tensor, tensor, zeros } from 'chainrule';
import { describe, expect, test } from 'vitest';

class Net extends nn.Module {
  readonly fc1 = new nn.Linear(2, 3);
  readonly scale = new nn.Parameter(ones([3]));
  readonly blocks = [new nn.Linear(3, 3, { bias: false }), new nn.BatchNorm1d(3)];
  readonly notListed = tensor([1, 2], { requiresGrad: true });
  readonly position: Tensor;

  constructor() {
    super();
    this.position = this.registerBuffer('position', zeros([2]), { persistent: false });
  }

  forward(x: Tensor): Tensor {
    return this.blocks.reduce((value, block) => block.forward(value), this.fc1.forward(x));
  }
}

describe('Module', () => {
  test('names parameters, buffers and modules as PyTorch does', () => {
    const net = new Net();
    expect(net.namedParameters().map(([name]) => name)).toEqual([
      'scale',
      'fc1.weight',
      'fc1.bias',
      'blocks.0.weight',
      'blocks.1.weight',
      'blocks.1.bias',
    ]);
    expect(net.namedBuffers().map(([name]) => name)).toEqual([
      'position',
      'blocks.1.running_mean',
      'blocks.1.running_var',
      'blocks.1.num_batches_tracked',
    ]);
    expect(net.namedModules().map(([name]) => name)).toEqual(['', 'fc1', 'blocks.0', 'blocks.1']);
    expect(net.children()).toEqual([net.fc1, ...net.blocks]);
  });

  test('looks when asked: a replaced layer is seen', () => {
    class Swap extends nn.Module {
      layer: nn.Linear | null = new nn.Linear(1, 1);
      forward(): null {
        return null;
      }
    }
    const model = new Swap();
    expect(model.parameters()).toHaveLength(2);
    model.layer = new nn.Linear(1, 1, { bias: false });
    const [only, ...others] = model.parameters();
    expect(only).toBe(model.layer.weight);
    expect(others).toEqual([]);
    model.layer = null;
    expect(model.parameters()).toEqual([]);
  });

  test('lists a shared module once, and saves it under all its names', () => {
    const shared = new nn.Linear(2, 2, { bias: false });
    const model = new nn.Sequential(shared, new nn.ReLU(), shared);
    const [only, ...others] = model.parameters();
    expect(only).toBe(shared.weight);
    expect(others).toEqual([]);
    expect(Object.keys(model.stateDict())).toEqual(['0.weight', '2.weight']);
  });

  test('labels its parameters for messages, by the longest name that anybody asked for', () => {
    const layer = new nn.Linear(2, 3);
    expect(layer.weight.label).toBe('');
    layer.parameters();
    expect([layer.weight.label, layer.bias?.label]).toEqual(['weight', 'bias']);
    const model = new nn.Sequential(new nn.Sequential(layer), new nn.BatchNorm1d(3));
    model.parameters();
    model.buffers();
    layer.parameters();
    expect([layer.weight.label, layer.bias?.label]).toEqual(['0.0.weight', '0.0.bias']);
    expect(model.buffers().map(({ label }) => label)).toEqual(
      model.namedBuffers().map(([name]) => name),
    );
  });

  test('says which module contains itself', () => {
    class Loop extends nn.Module {
      self: nn.Module | null = null;
      forward(): null {
        return null;
      }
    }
    const loop = new Loop();
    loop.self = loop;
    expect(() => loop.parameters()).toThrow("'self' is a module that contains itself");
  });

  test('switches training in all modules', () => {
    const net = new nn.Sequential(new nn.Dropout(), new nn.Sequential(new nn.Dropout()));
    expect(net.eval()).toBe(net);
    expect(net.modules().map((module) => module.training)).toEqual([false, false, false, false]);
    net.train();
    expect(net.modules().every((module) => module.training)).toBe(true);
  });

  test('zeroGrad forgets all gradients', () => {
    const layer = new nn.Linear(2, 1);
    layer
      .forward(ones([3, 2]))
      .sum()
      .backward();
    expect(layer.parameters().every((p) => p.grad !== null)).toBe(true);
    layer.zeroGrad();
    expect(layer.parameters().every((p) => p.grad === null)).toBe(true);
  });

  test('zeroGrad copes with shared modules and with long lists of other things', () => {
    class Holder extends nn.Module {
      readonly layer = new nn.Linear(2, 1);
      readonly again = [this.layer, this.layer];
      readonly history = Array.from({ length: 300_000 }, (_, i) => i);
      override forward(x: Tensor): Tensor {
        return this.layer.forward(x);
      }
    }
    const holder = new Holder();
    holder
      .forward(ones([3, 2]))
      .sum()
      .backward();
    holder.zeroGrad();
    expect(holder.parameters().map((p) => p.grad)).toEqual([null, null]);
  });

  test('to() converts floats in place, and they stay trainable leaves', () => {
    const norm = new nn.BatchNorm1d(2);
    const { weight } = norm;
    norm.to('float64');
    expect(norm.weight).toBe(weight);
    expect(norm.parameters().map((p) => [p.dtype, p.requiresGrad, p.isLeaf])).toEqual([
      ['float64', true, true],
      ['float64', true, true],
    ]);
    expect(norm.namedBuffers().map(([, b]) => b.dtype)).toEqual(['float64', 'float64', 'int32']);
    norm
      .forward(
        tensor(
          [
            [1, 2],
            [3, 4],
          ],
          { dtype: 'float64' },
        ),
      )
      .sum()
      .backward();
    expect(weight?.grad?.dtype).toBe('float64');
    expect(() => norm.to('int32')).toThrow(
      'Module.to: parameters are float32 or float64, got int32',
    );
  });
});

describe('containers', () => {
  test('Sequential chains, counts and iterates', () => {
    const model = new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU(), new nn.Linear(3, 1));
    expect(model.forward(ones([4, 2])).shape).toEqual([4, 1]);
    expect(model).toHaveLength(3);
    expect([...model][1]).toBe(model.at(1));
    expect(model.at(-1)).toBeInstanceOf(nn.Linear);
    expect(Object.keys(model.stateDict())).toEqual(['0.weight', '0.bias', '2.weight', '2.bias']);
    expect(new nn.Sequential().forward(ones([2])).toArray()).toEqual([1, 1]);
  });

  test('Sequential explains a list given as one argument', () => {
    expect(() => new nn.Sequential([new nn.ReLU()] as unknown as nn.ReLU)).toThrow(
      'Sequential: argument 0 is not a module',
    );
  });

  test('ModuleList names its modules by number and has no forward', () => {
    const list = new nn.ModuleList([new nn.Linear(1, 1)]);
    list.push(new nn.Linear(1, 1, { bias: false }));
    expect(list.namedParameters().map(([name]) => name)).toEqual([
      '0.weight',
      '0.bias',
      '1.weight',
    ]);
    expect([...list]).toHaveLength(2);
    expect(() => list.forward()).toThrow('ModuleList: has no forward');
  });

  test('Flatten keeps the batch', () => {
    expect(new nn.Flatten().forward(ones([2, 3, 4])).shape).toEqual([2, 12]);
    expect(new nn.Flatten(0).forward(ones([2, 3])).shape).toEqual([6]);
    expect(new nn.Identity().forward(ones([2])).shape).toEqual([2]);
  });
});

describe('Parameter', () => {
  test('is a leaf that keeps its value when its source moves on', () => {
    const source = tensor([1, 2], { requiresGrad: true });
    const parameter = new nn.Parameter(source.mul(2));
    source.assign(0);
    expect(parameter.isLeaf).toBe(true);
    expect(parameter.requiresGrad).toBe(true);
    expect(parameter.toArray()).toEqual([2, 4]);
    expect(new nn.Parameter([1, 2], { requiresGrad: false }).requiresGrad).toBe(false);
  });
});
