/** jax-js on WebAssembly, everything under `jit`, as a contestant. Weights are `[in, out]`. */

import { readFileSync } from 'node:fs';
import * as jax from '@jax-js/jax';
import type { Params } from '../rows.js';
import { fingerprint, type Input, numberOf, serve, type Work, type Workloads } from '../serve.js';

const { numpy: np, nn } = jax;
await jax.init('wasm');
jax.defaultDevice('wasm');

const checkedSteps = 5;

type Array_ = ReturnType<typeof np.array>;
type Tree = Record<string, Array_>;

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

/** Consumes `w` and `x`. */
function forwardLinear(w: Tree, x: Array_, layers: readonly number[]): Array_ {
  return layers.reduce((input, layer, i) => {
    const output = np.dot(input, w[`${layer}.weight`]).add(w[`${layer}.bias`]);
    return i === layers.length - 1 ? output : nn.relu(output);
  }, x);
}

type Loss = (w: Tree, x: Array_, y: Array_) => Array_;

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

/** One step of Adam; the corrections of both means come as arrays, since they change. */
function adamStep(
  loss: Loss,
  lr: number,
): (state: AdamState, c1: Array_, c2: Array_, x: Array_, y: Array_) => [Array_, AdamState] {
  return ({ w, m, v }, c1, c2, x, y) => {
    const [value, gradient] = jax.valueAndGrad(loss)(share(w), x, y);
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
    return [value, next];
  };
}

const hinge =
  (layers: readonly number[]): Loss =>
  (w, x, y) =>
    np.mean(nn.relu(np.subtract(1, forwardLinear(w, x, layers).mul(y))));

const crossEntropy =
  (layers: readonly number[]): Loss =>
  (w, x, y) =>
    np.mean(np.sum(nn.logSoftmax(forwardLinear(w, x, layers)).mul(y), 1)).neg();

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

function adamTraining(loss: Loss, lr: number, w: Tree, x: Array_, y: Array_): () => Array_ {
  const step = jax.jit(adamStep(loss, lr));
  const zeros = (): Tree =>
    Object.fromEntries(Object.entries(w).map(([name, value]) => [name, np.zerosLike(value.ref)]));
  let state: AdamState = { w, m: zeros(), v: zeros() };
  let count = 0;
  return () => {
    count++;
    const correction = (beta: number): Array_ => np.array(1 - beta ** count);
    const [value, next] = step(state, correction(0.9), correction(0.999), x.ref, y.ref);
    state = next;
    return value;
  };
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
  softmax: (x) => nn.softmax(x),
};

const workloads: Workloads = {
  mlpStep: (inputs, params) => {
    const w = weightsOf(inputs.state());
    const x = arrayOf(inputs.get('x'));
    const lr = numberOf(params, 'lr');
    const layers = layersOf(params);
    const y = arrayOf(inputs.get('y'));
    if (params.loss === 'hinge') return training(sgdTraining(hinge(layers), lr, w, x, y));
    return training(adamTraining(crossEntropy(layers), lr, w, x, nn.oneHot(y, 10)));
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
