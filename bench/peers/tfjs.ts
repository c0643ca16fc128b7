/**
 * TensorFlow.js on its WebAssembly backend as a contestant. Its layouts: weights `[in, out]`,
 * images NHWC.
 */

import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { Params } from '../rows.js';
import { fingerprint, type Input, type Inputs, numberOf, serve, type Workloads } from '../serve.js';
import {
  convolutional,
  crossEntropy,
  forwardLinear,
  hinge,
  recurrent,
  type Tensor,
  transformer,
} from './tfjs-networks.js';

const require = createRequire(import.meta.url);
setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
await tf.setBackend('wasm');
await tf.ready();

const checkedSteps = 5;

const tensorOf = ({ values, shape }: Input): Tensor =>
  tf.tensor(values, shape, values instanceof Int32Array ? 'int32' : 'float32');

/** Variables by PyTorch's names; matrices transposed, filters as [height, width, in, out]. */
function variables(inputs: Inputs): Record<string, Tensor> {
  const orders: Readonly<Record<number, readonly number[]>> = { 2: [1, 0], 4: [2, 3, 1, 0] };
  return Object.fromEntries(
    Object.entries(inputs.state()).map(([name, input]) => {
      const order = orders[input.shape.length];
      const value = tensorOf(input);
      return [name, tf.variable(order === undefined ? value : tf.transpose(value, order))];
    }),
  );
}

function training(loss: () => Tensor, params: Params): { values: number[]; call: () => number } {
  const make = params.optimizer === 'sgd' ? tf.train.sgd : tf.train.adam;
  const optimizer = make(numberOf(params, 'lr'));
  const call = (): number => {
    const value = optimizer.minimize(loss, true);
    const number = value.dataSync()[0];
    value.dispose();
    return number;
  };
  return { values: Array.from({ length: checkedSteps }, call), call };
}

function layersOf(params: Params): number[] {
  const { sizes } = params;
  return Array.isArray(sizes) ? sizes.slice(1).map((_, i) => 2 * i) : [];
}

/** Computed and thrown away at once, as a user of `tidy` does; the backend is synchronous. */
function discarding(expression: () => Tensor): { values: number[]; call: () => void } {
  const value = expression();
  const values = fingerprint(value.dataSync());
  value.dispose();
  return { values, call: () => tf.tidy(expression).dispose() };
}

const unary: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  exp: (x) => tf.exp(x),
  log: (x) => tf.log(x),
  tanh: (x) => tf.tanh(x),
  gelu: (x) => {
    const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), 0.7978845608028654);
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
  },
  sum: (x) => tf.sum(x),
  softmax: (x) => tf.softmax(x),
};

const workloads: Workloads = {
  mlpStep: (inputs, params) => {
    const w = variables(inputs);
    const [x, y] = [tensorOf(inputs.get('x')), tensorOf(inputs.get('y'))];
    const layers = layersOf(params);
    if (params.loss === 'hinge') {
      return training(() => hinge(forwardLinear(w, x, layers), y), params);
    }
    const labels = tf.oneHot(y, 10);
    return training(() => crossEntropy(forwardLinear(w, x, layers), labels), params);
  },
  cnnStep: (inputs, params) => {
    const w = variables(inputs);
    const x = tf.transpose(tensorOf(inputs.get('x')), [0, 2, 3, 1]);
    const labels = tf.oneHot(tensorOf(inputs.get('y')), 10);
    return training(() => convolutional(w, x, labels), params);
  },
  lstmStep: (inputs, params) => {
    const w = variables(inputs);
    const [x, classes] = [tensorOf(inputs.get('x')), tensorOf(inputs.get('y'))];
    const labels = tf.oneHot(classes, 10);
    return training(() => recurrent(w, x, labels), params);
  },
  transformerStep: (inputs, params) => {
    const w = variables(inputs);
    const [x, y] = [tensorOf(inputs.get('x')), tensorOf(inputs.get('y'))];
    return training(() => transformer(w, x, y), params);
  },
  adam: (inputs, params) => {
    const w = variables(inputs);
    const gradients = Object.values(w).map((value) => {
      return { name: value.name, tensor: tf.clone(value) };
    });
    const optimizer = tf.train.adam(numberOf(params, 'lr'));
    const call = (): void => optimizer.applyGradients(gradients);
    for (let i = 0; i < checkedSteps; i++) call();
    const weight = tf.transpose(w['0.weight']);
    return { values: fingerprint(weight.dataSync()), call };
  },
  inference: (inputs, params) => {
    const w = variables(inputs);
    const x = tensorOf(inputs.get('x'));
    const layers = layersOf(params);
    const call = (): ArrayLike<number> => {
      const out = tf.tidy(() => forwardLinear(w, x, layers));
      const values = out.dataSync();
      out.dispose();
      return values;
    };
    return { values: Array.from(call()), call };
  },
  chain: (inputs) => {
    const f = tf.valueAndGrad((v: Tensor) => {
      const inner = tf.sigmoid(tf.neg(tf.exp(tf.mul(tf.tanh(tf.add(tf.mul(v, 1.1), 0.1)), 0.5))));
      return tf.sum(tf.mul(tf.relu(tf.sub(tf.square(tf.add(inner, 0.2)), 0.1)), 1.5));
    });
    const x = tensorOf(inputs.get('x'));
    const first = f(x);
    const values = fingerprint(first.grad.dataSync());
    tf.dispose(first);
    const call = (): number => {
      const { value, grad } = f(x);
      const number = value.dataSync()[0];
      tf.dispose([value, grad]);
      return number;
    };
    return { values, call };
  },
  matmul: (inputs, { form }) => {
    const [a, b] = [tensorOf(inputs.get('a')), tensorOf(inputs.get('b'))];
    return discarding(() => tf.matMul(a, b, form === 'tn', form === 'nt'));
  },
  elementwise: (inputs, { op }) => {
    const x = tensorOf(inputs.get('x'));
    if (op === 'add') {
      const y = tensorOf(inputs.get('y'));
      return discarding(() => tf.add(x, y));
    }
    const f = unary[String(op)];
    if (f === undefined) throw new TypeError(`no op ${op}`);
    return discarding(() => f(x));
  },
};

const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
const threads = await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
const detail = `wasm, SIMD: ${simd}, threads: ${threads}`;
await serve({ version: tf.version_core, detail }, workloads);
