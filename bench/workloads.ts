/** Chainrule's side of every row, as a user would write it: plain, and through `compile()`. */

import { nn, noGrad, optim, realize, type Tensor, tensor, zeros } from 'chainrule';
import { programs } from './programs/index.js';
import {
  fingerprint,
  type Input,
  type Inputs,
  numberOf,
  type Work,
  type Workload,
  type Workloads,
} from './serve.js';
import { compiled, plainly, type Wrap } from './wrap.js';

const checkedSteps = 5;

const tensorOf = ({ values, shape }: Input): Tensor => tensor(values, { shape });

function stateOf(state: Readonly<Record<string, Input>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(state).map(([name, input]) => [name, tensorOf(input)]));
}

/** Training steps that read their loss, as a loop with a progress line does. */
function training(
  wrap: Wrap,
  inputs: Inputs,
  loss: (x: Tensor, y: Tensor) => Tensor,
  optimizer: optim.Optimizer,
): Work {
  const [x, y] = [tensorOf(inputs.get('x')), tensorOf(inputs.get('y'))];
  const step = wrap((...batch) => {
    const [features = x, targets = y] = batch;
    optimizer.zeroGrad();
    const value = loss(features, targets);
    value.backward();
    optimizer.step();
    return value;
  });
  const call = (): number => step(x, y).item();
  return { values: Array.from({ length: checkedSteps }, call), call };
}

/** Results that stay in device memory, as weights and activations do in a training. */
function intoLeaf(expression: () => Tensor): Work {
  const out = noGrad(() => zeros(expression().shape));
  const call = (): void => {
    out.assign(expression());
    realize([out]);
  };
  call();
  return { values: fingerprint(out.toTypedArray()), call };
}

function mlp(sizes: readonly number[]): nn.Sequential {
  const layers = sizes.slice(1).flatMap((out, i) => {
    const linear = new nn.Linear(sizes[i] ?? 0, out);
    return i === sizes.length - 2 ? [linear] : [linear, new nn.ReLU()];
  });
  return new nn.Sequential(...layers);
}

function sizesOf(value: unknown): number[] {
  if (!Array.isArray(value)) throw new TypeError('sizes is not a list');
  return value.map(Number);
}

const unary: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  exp: (x) => x.exp(),
  log: (x) => x.log(),
  tanh: (x) => x.tanh(),
  gelu: (x) => x.gelu({ approximate: 'tanh' }),
  sum: (x) => x.sum(),
  softmax: (x) => x.softmax(1),
};

/** A kind of work that is the same plain and compiled, but for how its function is called. */
type WrappedWorkload = (wrap: Wrap, ...args: Parameters<Workload>) => ReturnType<Workload>;

const wrapped = {
  mlpStep: (wrap, inputs, params) => {
    const model = mlp(sizesOf(params.sizes));
    model.loadStateDict(stateOf(inputs.state()));
    const { hingeLoss, crossEntropy } = nn.functional;
    const loss = params.loss === 'hinge' ? hingeLoss : crossEntropy;
    const lr = numberOf(params, 'lr');
    const Optimizer = params.optimizer === 'sgd' ? optim.SGD : optim.Adam;
    const optimizer = new Optimizer(model.parameters(), { lr });
    return training(wrap, inputs, (x, y) => loss(model.forward(x), y), optimizer);
  },
  cnnStep: (wrap, inputs, params) => {
    const model = new nn.Sequential(
      new nn.Conv2d(1, 32, 3),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Conv2d(32, 64, 3),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Flatten(),
      new nn.Linear(1600, 128),
      new nn.ReLU(),
      new nn.Linear(128, 10),
    );
    model.loadStateDict(stateOf(inputs.state()));
    const optimizer = new optim.Adam(model.parameters(), { lr: numberOf(params, 'lr') });
    const loss = (x: Tensor, y: Tensor): Tensor => nn.functional.crossEntropy(model.forward(x), y);
    return training(wrap, inputs, loss, optimizer);
  },
  lstmStep: (wrap, inputs, params) => {
    const lstm = new nn.LSTM(64, 64);
    const head = new nn.Linear(64, 10);
    const state = Object.entries(stateOf(inputs.state()));
    const isHead = ([name]: [string, Tensor]): boolean => name.startsWith('head.');
    lstm.loadStateDict(Object.fromEntries(state.filter((item) => !isHead(item))));
    head.loadStateDict(
      Object.fromEntries(state.filter(isHead).map(([name, value]) => [name.slice(5), value])),
    );
    const all = [...lstm.parameters(), ...head.parameters()];
    const optimizer = new optim.Adam(all, { lr: numberOf(params, 'lr') });
    const loss = (x: Tensor, y: Tensor): Tensor => {
      const [, [h]] = lstm.forward(x);
      return nn.functional.crossEntropy(head.forward(h.squeeze(0)), y);
    };
    return training(wrap, inputs, loss, optimizer);
  },
  transformerStep: (wrap, inputs, params) => {
    const options = { dimFeedforward: 512, dropout: 0, batchFirst: true };
    const model = new nn.TransformerEncoderLayer(128, 4, options);
    model.loadStateDict(stateOf(inputs.state()));
    const optimizer = new optim.Adam(model.parameters(), { lr: numberOf(params, 'lr') });
    const loss = (x: Tensor, y: Tensor): Tensor => nn.functional.mseLoss(model.forward(x), y);
    return training(wrap, inputs, loss, optimizer);
  },
  adam: (wrap, inputs, params) => {
    const gradients = Object.values(stateOf(inputs.state()));
    const weights = Object.values(stateOf(inputs.state()));
    for (const weight of weights) weight.requiresGrad = true;
    const optimizer = new optim.Adam(weights, { lr: numberOf(params, 'lr') });
    const step = wrap(() => {
      for (const [i, weight] of weights.entries()) weight.grad = gradients[i] ?? null;
      optimizer.step();
      return [];
    });
    const call = (): void => {
      step();
      realize(weights);
    };
    for (let i = 0; i < checkedSteps; i++) call();
    return { values: fingerprint(weights[0]?.toTypedArray() ?? []), call };
  },
  inference: (wrap, inputs, params) => {
    const model = mlp(sizesOf(params.sizes));
    model.loadStateDict(stateOf(inputs.state()));
    const x = tensorOf(inputs.get('x'));
    const predict = wrap((input = x) => noGrad(() => model.forward(input)));
    const call = (): ArrayLike<number> => predict(x).toTypedArray();
    return { values: Array.from(call()), call };
  },
  program: (wrap, _, { program }) => {
    const build = programs[String(program)];
    if (build === undefined) throw new TypeError(`no program ${program}`);
    const step = build(wrap);
    const call = (): number => step().item();
    return { values: Array.from({ length: checkedSteps }, call), call };
  },
  chain: (wrap, inputs) => {
    const x = tensorOf(inputs.get('x'));
    x.requiresGrad = true;
    const gradient = zeros(x.shape);
    const step = wrap(() => {
      const inner = x.mul(1.1).add(0.1).tanh().mul(0.5).exp().neg().sigmoid();
      const loss = inner.add(0.2).square().sub(0.1).relu().mul(1.5).sum();
      loss.backward();
      if (x.grad !== null) gradient.assign(x.grad);
      x.zeroGrad();
      return loss;
    });
    const call = (): number => {
      const loss = step();
      realize([gradient]);
      return loss.item();
    };
    call();
    return { values: fingerprint(gradient.toTypedArray()), call };
  },
} satisfies Readonly<Record<string, WrappedWorkload>>;

const bind = (wrap: Wrap): Workloads =>
  Object.fromEntries(
    Object.entries(wrapped).map(([kind, work]): [string, Workload] => [
      kind,
      (inputs, params) => work(wrap, inputs, params),
    ]),
  );

/** One function per kind of work. */
export const workloads: Workloads = {
  ...bind(plainly),
  changingProgram: (inputs, params) => wrapped.program(plainly, inputs, params),
  matmul: (inputs, { form }) => {
    const [a, b] = [tensorOf(inputs.get('a')), tensorOf(inputs.get('b'))];
    const left = form === 'tn' ? a.transpose(0, 1) : a;
    const right = form === 'nt' ? b.transpose(0, 1) : b;
    return intoLeaf(() => left.matmul(right));
  },
  elementwise: (inputs, { op }) => {
    const x = tensorOf(inputs.get('x'));
    if (op === 'add') {
      const y = tensorOf(inputs.get('y'));
      return intoLeaf(() => x.add(y));
    }
    const f = unary[String(op)];
    if (f === undefined) throw new TypeError(`no op ${op}`);
    return intoLeaf(() => f(x));
  },
};

/** The same through `compile()`, where a step or a network is called again and again. */
export const compiledWorkloads: Workloads = bind(compiled);
