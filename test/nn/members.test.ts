/** Members in lists, records and Maps; hooks, copies, tied weights, and modules by name. */

import { GradientError, nn, ones, optim, type Tensor, tensor, zeros } from 'chainrule';
import { decodeSafetensors, encodeSafetensors } from 'chainrule/io';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../tensor/fixture-tensor.js';

interface TreeCase {
  readonly keys: readonly string[];
  readonly parameters: readonly string[];
  readonly text: string;
}

const [tree] = readFixture<TreeCase>('nn/trees');

class Net extends nn.Module {
  readonly heads: nn.ModuleDict;
  readonly scale = new nn.Parameter(ones([2]));
  readonly blocks: nn.ModuleList;
  readonly extra = new nn.ParameterDict({ a: ones([1]), b: zeros([2]) });
  readonly gains = new nn.ParameterList([ones([3])]);

  constructor() {
    super();
    const shared = new nn.Linear(2, 2, { bias: false });
    const rightSide = new nn.Sequential(shared, new nn.Tanh());
    this.heads = new nn.ModuleDict({ left: new nn.Linear(2, 1), rightSide });
    const first = new nn.ModuleList<nn.Module>([new nn.Linear(2, 3), new nn.BatchNorm1d(3)]);
    this.blocks = new nn.ModuleList([first, new nn.ModuleList([shared])]);
  }

  forward(x: Tensor): Tensor {
    return x;
  }
}

/** The same in plain records, Maps and nested lists. */
class PlainNet extends nn.Module {
  readonly heads: ReadonlyMap<string, nn.Module>;
  readonly scale = new nn.Parameter(ones([2]));
  readonly blocks: readonly (readonly nn.Module[])[];
  readonly extra = { a: new nn.Parameter(ones([1])), b: new nn.Parameter(zeros([2])) };
  readonly gains = [new nn.Parameter(ones([3]))];
  /** What is no member, and holds itself. */
  readonly notes: { list: unknown[] } = { list: [1, 'two', null] };

  constructor() {
    super();
    const shared = new nn.Linear(2, 2, { bias: false });
    const rightSide = new nn.Sequential(shared, new nn.Tanh());
    this.heads = new Map<string, nn.Module>([
      ['left', new nn.Linear(2, 1)],
      ['rightSide', rightSide],
    ]);
    this.blocks = [[new nn.Linear(2, 3), new nn.BatchNorm1d(3)], [shared]];
    this.notes.list.push(this.notes);
  }

  forward(x: Tensor): Tensor {
    return x;
  }
}

describe('members', () => {
  test('have the names that PyTorch gives them', () => {
    const net = new Net();
    expect(Object.keys(net.stateDict())).toEqual(tree?.keys);
    expect(net.namedParameters().map(([name]) => name)).toEqual(tree?.parameters);
    expect(String(net)).toBe(tree?.text);
  });

  test('of records, Maps and nested lists have the same, a parameter before the modules', () => {
    const net = new PlainNet();
    expect(new Set(Object.keys(net.stateDict()))).toEqual(new Set(tree?.keys));
    expect(new Set(net.namedParameters().map(([name]) => name))).toEqual(new Set(tree?.parameters));
    expect(String(net)).toContain('(blocks): ModuleList(\n    (0): ModuleList(\n      (0): Linear');
    net.loadStateDict(new Net().stateDict());
    for (const parameter of net.parameters()) parameter.grad = parameter.detach();
    net.zeroGrad();
    expect(net.parameters().map(({ grad }) => grad)).toEqual(net.parameters().map(() => null));
  });

  test('apply goes from the members to their holders, and reaches each once', () => {
    const seen: string[] = [];
    const net = new Net();
    expect(net.apply((module) => seen.push(module.constructor.name))).toBe(net);
    const [first, last] = [seen[0], seen.at(-1)];
    expect([first, last, seen.length]).toEqual(['Linear', 'Net', net.modules().length]);
    expect(seen.indexOf('Tanh')).toBeLessThan(seen.indexOf('Sequential'));
  });

  test('getSubmodule finds them, and names the nearest', () => {
    const net = new Net();
    expect(net.getSubmodule('')).toBe(net);
    expect(net.getSubmodule('heads.rightSide.1')).toBeInstanceOf(nn.Tanh);
    expect(() => net.getSubmodule('heads.rigthSide.1')).toThrow(
      "Net.getSubmodule: there is no module 'heads.rigthSide.1'. Did you mean 'heads.rightSide.1'?",
    );
    expect(() => new nn.ReLU().getSubmodule('layer')).toThrow('There is none');
  });

  test('registerModule keeps a module under a name, and as a property', () => {
    const net = new Net();
    for (const i of [1, 2]) net.registerModule(`conv${i}`, new nn.Linear(i, i));
    expect(Object.keys(net.stateDict()).slice(0, 2)).toEqual(['scale', 'conv1.weight']);
    expect(Reflect.get(net, 'conv2')).toBe(net.getSubmodule('conv2'));
    Reflect.set(net, 'conv2', new nn.ReLU());
    expect(net.getSubmodule('conv2')).toBeInstanceOf(nn.ReLU);
    net.registerModule('conv2', null);
    expect(() => net.getSubmodule('conv2')).toThrow('there is no module');
    expect(() => net.registerModule('a.b', new nn.ReLU())).toThrow('cannot be that of a module');
    expect(() => net.registerModule('forward', new nn.ReLU())).toThrow('taken by something else');
  });

  test('requiresGrad freezes and thaws, and is not assigned to', () => {
    const net = new Net().requiresGrad(false);
    expect(net.parameters().some((parameter) => parameter.requiresGrad)).toBe(false);
    net.heads.requiresGrad();
    expect(net.parameters().filter((parameter) => parameter.requiresGrad)).toHaveLength(3);
    expect(() => Reflect.set(net, 'requiresGrad', false)).toThrow(
      'write model.requiresGrad(false)',
    );
  });
});

describe('dicts and lists', () => {
  test('ModuleDict', () => {
    const dict = new nn.ModuleDict<nn.Module>({ a: new nn.ReLU() });
    dict.set('b', new nn.Tanh()).update([['c', new nn.Sigmoid()]]);
    expect([dict.size, dict.keys(), dict.has('b')]).toEqual([3, ['a', 'b', 'c'], true]);
    expect(dict.pop('b')).toBeInstanceOf(nn.Tanh);
    expect([...dict].map(([key]) => key)).toEqual(['a', 'c']);
    expect(dict.values()).toEqual(dict.children());
    expect(dict.entries()).toHaveLength(2);
    expect(() => dict.get('d')).toThrow("ModuleDict.get: there is no module 'd'");
    expect(() => dict.set('x.y', new nn.ReLU())).toThrow('a key without dots');
    expect(() => dict.forward()).toThrow('has no forward');
    dict.clear();
    expect(dict.size).toBe(0);
  });

  test('ParameterList and ParameterDict', () => {
    const list = new nn.ParameterList([ones([2])]).push(zeros([1]));
    expect([list.length, list.at(-1)?.item(), [...list].length]).toEqual([2, 0, 2]);
    const dict = new nn.ParameterDict(new Map([['a', ones([2])]]));
    expect([dict.has('a'), dict.get('a').requiresGrad, [...dict][0]?.[0]]).toEqual([
      true,
      true,
      'a',
    ]);
    expect(() => dict.get('b')).toThrow("there is no parameter 'b'");
    expect(() => dict.set('a.b', ones([1]))).toThrow('a key without dots');
    expect(() => list.push(3 as unknown as Tensor)).toThrow('ParameterList');
    expect(() => list.forward()).toThrow('ParameterList: has no forward');
  });
});

describe('hooks', () => {
  test('look, replace inputs and outputs, in their order, until they are removed', () => {
    const layer = new nn.Identity();
    const seen: number[][] = [];
    const handles = [
      layer.registerForwardPreHook((_, [x]) => x?.mul(2)),
      layer.registerForwardPreHook((_, [x]) => [x?.add(1)]),
      layer.registerForwardHook((module, [x], y) => {
        seen.push([Number(module === layer), x?.item() ?? 0, y.item()]);
      }),
      layer.registerForwardHook((_, __, y) => y.mul(10)),
    ];
    expect(layer.forward(tensor(3)).item()).toBe(70);
    expect(seen).toEqual([[1, 7, 7]]);
    for (const handle of handles) handle.remove();
    expect(handles[0]).toBeInstanceOf(nn.RemovableHandle);
    expect(layer.forward(tensor(3)).item()).toBe(3);
    expect(Object.keys(layer)).toEqual([]);
  });

  test('hear of members that are called inside, and of results that are no tensors', () => {
    const model = new nn.Sequential(new nn.Linear(2, 3), new nn.LSTM(3, 4) as unknown as nn.Layer);
    const shapes: (readonly number[])[] = [];
    model.at(0)?.registerForwardHook((_, __, y) => void shapes.push(y.shape));
    model.at(1)?.registerForwardHook((_, __, [y]: readonly [Tensor, unknown]) => {
      shapes.push(y.shape);
    });
    model.forward(ones([5, 2]));
    expect(shapes).toEqual([
      [5, 3],
      [5, 4],
    ]);
  });

  test('say when a function of one expression would replace the output by accident', () => {
    const layer = new nn.Identity();
    const list: Tensor[] = [];
    layer.registerForwardHook((_, __, y) => list.push(y));
    expect(() => layer.forward(tensor(1))).toThrow(
      'Identity.registerForwardHook: the hook returned a number, which would replace',
    );
  });
});

describe('deepcopy', () => {
  test('shares nothing but what is shared inside', () => {
    const net = new PlainNet();
    net.registerModule('late', new nn.Dropout());
    net.eval();
    const calls: string[] = [];
    net.registerForwardHook(() => void calls.push('hook'));
    const copy = net.deepcopy();
    expect(copy).toBeInstanceOf(PlainNet);
    expect(Object.keys(copy.stateDict())).toEqual(Object.keys(net.stateDict()));
    expect(String(copy)).toBe(String(net));
    expect(copy.blocks[1]?.[0]).toBe((copy.heads.get('rightSide') as nn.Sequential).at(0));
    expect(copy.modules().some((module) => net.modules().includes(module))).toBe(false);
    expect(copy.modules().some(({ training }) => training)).toBe(false);
    for (const parameter of net.parameters()) parameter.assign(7);
    expect(copy.scale.toArray()).toEqual([1, 1]);
    copy.forward(tensor(1));
    expect(calls).toEqual(['hook']);
    expect(copy.notes.list.at(-1)).toBe(copy.notes);
  });

  test('refuses what it cannot copy, and says what to write', () => {
    class Private extends nn.Module {
      readonly #factor = 2;
      forward(x: Tensor): Tensor {
        return x.mul(this.#factor);
      }
    }
    expect(() => new Private().deepcopy()).toThrow('Private has private members (#name)');
    class Attached extends nn.Module {
      readonly value = ones([1], { requiresGrad: true }).mul(2);
      forward(): Tensor {
        return this.value;
      }
    }
    expect(() => new Attached().deepcopy()).toThrow(GradientError);
  });
});

test('tied weights train, are saved and loaded as one', () => {
  class Tied extends nn.Module {
    readonly embedding = new nn.Embedding(5, 3);
    readonly lmHead = new nn.Linear(3, 5, { bias: false });
    constructor() {
      super();
      this.lmHead.weight = this.embedding.weight;
    }
    forward(ids: Tensor): Tensor {
      return this.lmHead.forward(this.embedding.forward(ids));
    }
  }
  const model = new Tied();
  const [weight, ...others] = model.parameters();
  expect([weight === model.embedding.weight, others]).toEqual([true, []]);
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
  const ids = tensor([0, 1, 4], { dtype: 'int32' });
  nn.functional.crossEntropy(model.forward(ids), ids).backward();
  optimizer.step();
  expect(model.lmHead.weight.toArray()).toEqual(model.embedding.weight.toArray());
  const saved = decodeSafetensors(encodeSafetensors(model.stateDict()));
  const other = new Tied();
  other.loadStateDict(saved.tensors);
  expect(other.forward(ids).toArray()).toEqual(model.forward(ids).toArray());
  expect(Object.keys(model.stateDict())).toEqual(['embedding.weight', 'lm_head.weight']);
  const copy = model.deepcopy();
  expect(copy.lmHead.weight).toBe(copy.embedding.weight);
});
