/** jax-js on WebAssembly, everything under `jit`, as a contestant. Weights are `[in, out]`. */

import { readFileSync } from 'node:fs';
import * as jax from '@jax-js/jax';
import type { Params } from '../rows.js';
import {
  fingerprint,
  type Input,
  type Inputs,
  numberOf,
  serve,
  type Work,
  type Workloads,
} from '../serve.js';
import {
  type Array_,
  convolutional,
  crossEntropy,
  forwardLinear,
  hinge,
  type Loss,
  recurrent,
  type Tree,
  transformer,
} from './jax-js-networks.js';

const { numpy: np, nn } = jax;
await jax.init('wasm');
jax.defaultDevice('wasm');

const checkedSteps = 5;

const arrayOf = ({ values, shape }: Input): Array_ => np.array(values).reshape([...shape]);

/** Owned references to every array of a tree, for a call that consumes them. */
const share = (tree: Tree): Tree =>
  Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, value.ref]));

function weightsOf(state: Readonly<Record<string, Input>>): Tree {
  return Object.fromEntries(
    Object.entries(state).map(([name, input]) => {
      const value = arrayOf(input);
      return [name, input.shape.length === 2 ? np.transpose(value) : value];
    }),
  );
}

function layersOf(params: Params): number[] {
  const { sizes } = params;
  return Array.isArray(sizes) ? sizes.slice(1).map((_, i) => 2 * i) : [];
}

/** One step of SGD as a function of the weights. */
function sgdStep(loss: Loss, lr: number): (w: Tree, x: Array_, y: Array_) => [Array_, Tree] {
  return (w, x, y) => {
    const [value, gradient] = jax.valueAndGrad(loss)(share(w), x, y);
    const next: Tree = {};
    for (const name of Object.keys(w)) next[name] = w[name].sub(gradient[name].mul(lr));
    return [value, next];
  };
}

interface AdamState {
  readonly w: Tree;
  readonly m: Tree;
  readonly v: Tree;
}

/**
 * What an update takes beside its state: corrections of both means, as arrays since they change.
 */
type Update = (state: AdamState, gradient: Tree, c1: Array_, c2: Array_) => AdamState;

/** The weights after one step of Adam. */
function adamUpdate(lr: number): Update {
  return ({ w, m, v }, gradient, c1, c2) => {
    const next: AdamState = { w: {}, m: {}, v: {} };
    for (const name of Object.keys(w)) {
      const g = gradient[name];
      const mean = m[name].mul(0.9).add(g.ref.mul(0.1));
      const square = v[name].mul(0.999).add(np.square(g).mul(0.001));
      next.m[name] = mean.ref;
      next.v[name] = square.ref;
      const root = np.sqrt(square.div(c2.ref)).add(1e-8);
      next.w[name] = w[name].sub(mean.div(c1.ref).div(root).mul(lr));
    }
    c1.dispose();
    c2.dispose();
    return next;
  };
}

type AdamStep = (
  state: AdamState,
  c1: Array_,
  c2: Array_,
  x: Array_,
  y: Array_,
) => [Array_, AdamState];

function adamStep(loss: Loss, lr: number): AdamStep {
  const update = adamUpdate(lr);
  return (state, c1, c2, x, y) => {
    const [value, gradient] = jax.valueAndGrad(loss)(share(state.w), x, y);
    return [value, update(state, gradient, c1, c2)];
  };
}

async function training(step: () => Array_): Promise<Work> {
  const call = async (): Promise<number> => (await step().data())[0];
  const values: number[] = [];
  for (let i = 0; i < checkedSteps; i++) values.push(await call());
  return { values, call };
}

function sgdTraining(loss: Loss, lr: number, w: Tree, x: Array_, y: Array_): () => Array_ {
  const step = jax.jit(sgdStep(loss, lr));
  let weights = w;
  return () => {
    const [value, next] = step(weights, x.ref, y.ref);
    weights = next;
    return value;
  };
}

/** Weights with means of zero. */
function adamStart(w: Tree): AdamState {
  const zeros = (): Tree =>
    Object.fromEntries(Object.entries(w).map(([name, value]) => [name, np.zerosLike(value.ref)]));
  return { w, m: zeros(), v: zeros() };
}

/** Corrections of both means at step `count`, which starts at 1. */
const corrections = (count: number): [Array_, Array_] => [
  np.array(1 - 0.9 ** count),
  np.array(1 - 0.999 ** count),
];

function adamTraining(loss: Loss, lr: number, w: Tree, x: Array_, y: Array_): () => Array_ {
  const step = jax.jit(adamStep(loss, lr));
  let state = adamStart(w);
  let count = 0;
  return () => {
    count++;
    const [value, next] = step(state, ...corrections(count), x.ref, y.ref);
    state = next;
    return value;
  };
}

/** Training of a network with Adam, on classes or (without `classes`) on targets as they are. */
function networkTraining(loss: Loss, inputs: Inputs, params: Params, classes = 0): Promise<Work> {
  const [w, x, targets] = [
    weightsOf(inputs.state()),
    arrayOf(inputs.get('x')),
    arrayOf(inputs.get('y')),
  ];
  const y = classes === 0 ? targets : nn.oneHot(targets, classes);
  return training(adamTraining(loss, numberOf(params, 'lr'), w, x, y));
}

/** Calls a compiled function and waits for its result, which is thrown away. */
async function discarding(f: () => Array_): Promise<Work> {
  const values = fingerprint(await f().data());
  const call = async (): Promise<void> => {
    const result = f();
    await result.blockUntilReady();
    result.dispose();
  };
  return { values, call };
}

const unary: Readonly<Record<string, (x: Array_) => Array_>> = {
  exp: (x) => np.exp(x),
  log: (x) => np.log(x),
  tanh: (x) => np.tanh(x),
  gelu: (x) => nn.gelu(x),
  sum: (x) => np.sum(x),
  softmax: (x) => nn.softmax(x, -1),
};

const workloads: Workloads = {
  mlpStep: (inputs, params) => {
    const layers = layersOf(params);
    if (params.loss !== 'hinge') return networkTraining(crossEntropy(layers), inputs, params, 10);
    const [x, y] = [arrayOf(inputs.get('x')), arrayOf(inputs.get('y'))];
    const w = weightsOf(inputs.state());
    return training(sgdTraining(hinge(layers), numberOf(params, 'lr'), w, x, y));
  },
  cnnStep: (inputs, params) => networkTraining(convolutional, inputs, params, 10),
  lstmStep: (inputs, params) => networkTraining(recurrent, inputs, params, 10),
  transformerStep: (inputs, params) => networkTraining(transformer, inputs, params),
  adam: async (inputs, params) => {
    const gradient = weightsOf(inputs.state());
    const update = jax.jit(adamUpdate(numberOf(params, 'lr')));
    let state = adamStart(share(gradient));
    let count = 0;
    const call = async (): Promise<void> => {
      count++;
      state = update(state, share(gradient), ...corrections(count));
      await Promise.all(Object.values(state.w).map((value) => value.blockUntilReady()));
    };
    for (let i = 0; i < checkedSteps; i++) await call();
    return { values: fingerprint(await np.transpose(state.w['0.weight'].ref).data()), call };
  },
  inference: async (inputs, params) => {
    const w = weightsOf(inputs.state());
    const x = arrayOf(inputs.get('x'));
    const layers = layersOf(params);
    const forward = jax.jit((weights: Tree, input: Array_) =>
      forwardLinear(weights, input, layers),
    );
    const call = (): Promise<ArrayLike<number>> => forward(share(w), x.ref).data();
    return { values: Array.from(await call()), call };
  },
  chain: async (inputs) => {
    const x = arrayOf(inputs.get('x'));
    const f = jax.jit(
      jax.valueAndGrad((v: Array_) => {
        const inner = nn.sigmoid(np.exp(np.tanh(v.mul(1.1).add(0.1)).mul(0.5)).neg());
        return np.sum(nn.relu(np.square(inner.add(0.2)).sub(0.1)).mul(1.5));
      }),
    );
    const call = async (): Promise<number> => {
      const [value, gradient] = f(x.ref);
      await gradient.blockUntilReady();
      gradient.dispose();
      return (await value.data())[0];
    };
    const [value, gradient] = f(x.ref);
    value.dispose();
    return { values: fingerprint(await gradient.data()), call };
  },
  matmul: (inputs, { form }) => {
    const [a, b] = [arrayOf(inputs.get('a')), arrayOf(inputs.get('b'))];
    const product = jax.jit((p: Array_, q: Array_) =>
      np.dot(form === 'tn' ? np.transpose(p) : p, form === 'nt' ? np.transpose(q) : q),
    );
    return discarding(() => product(a.ref, b.ref));
  },
  elementwise: (inputs, { op }) => {
    const x = arrayOf(inputs.get('x'));
    if (op === 'add') {
      const y = arrayOf(inputs.get('y'));
      const add = jax.jit((p: Array_, q: Array_) => p.add(q));
      return discarding(() => add(x.ref, y.ref));
    }
    const f = unary[String(op)];
    if (f === undefined) throw new TypeError(`no op ${op}`);
    const compiled = jax.jit(f);
    return discarding(() => compiled(x.ref));
  },
};

const manifest = new URL('./node_modules/@jax-js/jax/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
await serve({ version, detail: 'wasm, jit' }, workloads);
