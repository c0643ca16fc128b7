/**
 * The networks of the training rows in TensorFlow.js: losses of weights and a batch. Images are
 * NHWC.
 */

import * as tf from '@tensorflow/tfjs';

export type Tensor = ReturnType<typeof tf.tensor>;
type Weights = Readonly<Record<string, Tensor>>;

/** The linear layers `first`, `second` ... with relu between them. */
export function forwardLinear(w: Weights, x: Tensor, layers: readonly number[]): Tensor {
  return layers.reduce((input, layer, i) => {
    const output = tf.add(tf.matMul(input, w[`${layer}.weight`]), w[`${layer}.bias`]);
    return i === layers.length - 1 ? output : tf.relu(output);
  }, x);
}

/** Max-margin loss for targets of -1 and 1. */
export const hinge = (scores: Tensor, y: Tensor): Tensor =>
  tf.mean(tf.relu(tf.sub(1, tf.mul(scores, y))));

/** `labels` has a row of zeros and one 1 for each row of logits. */
export const crossEntropy = (logits: Tensor, labels: Tensor): Tensor =>
  tf.losses.softmaxCrossEntropy(labels, logits);

/**
 * A 3x3 convolution whose filter gradient is a convolution too: the backend has no kernel for it,
 * and this is how users help themselves.
 */
const convolve = tf.customGrad((x: Tensor, w: Tensor, save: (saved: Tensor[]) => void) => {
  save([x, w]);
  return {
    value: tf.conv2d(x, w, 1, 'valid'),
    gradFunc: (dy: Tensor, [savedX, savedW]: [Tensor, Tensor]) => [
      tf.conv2dTranspose(dy, savedW, savedX.shape, 1, 'valid'),
      tf.transpose(
        tf.conv2d(tf.transpose(savedX, [3, 1, 2, 0]), tf.transpose(dy, [1, 2, 0, 3]), 1, 'valid'),
        [1, 2, 0, 3],
      ),
    ],
  };
});

/** The convolutional network of the bench. */
export function convolutional(w: Weights, x: Tensor, labels: Tensor): Tensor {
  const first = tf.relu(tf.add(convolve(x, w['0.weight']), w['0.bias']));
  const pooled = tf.maxPool(first, 2, 2, 'valid');
  const second = tf.relu(tf.add(convolve(pooled, w['3.weight']), w['3.bias']));
  const last = tf.transpose(tf.maxPool(second, 2, 2, 'valid'), [0, 3, 1, 2]);
  return crossEntropy(forwardLinear(w, tf.reshape(last, [64, 1600]), [7, 9]), labels);
}

/** One layer of LSTM over `[time, batch, features]`, and a linear layer on its last state. */
export function recurrent(w: Weights, x: Tensor, labels: Tensor): Tensor {
  const [steps, batch, size] = x.shape;
  // The part of the gates that needs no state, of all steps at once.
  const flat = tf.reshape(x, [steps * batch, size]);
  const bias = tf.add(w.bias_ih_l0, w.bias_hh_l0);
  const given = tf.reshape(tf.add(tf.matMul(flat, w.weight_ih_l0), bias), [steps, batch, 4 * size]);
  let h = tf.zeros([batch, size]);
  let c = tf.zeros([batch, size]);
  for (const input of tf.unstack(given, 0)) {
    const gates = tf.add(input, tf.matMul(h, w.weight_hh_l0));
    const [i, f, g, o] = tf.split(gates, 4, 1);
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
  }
  return crossEntropy(tf.add(tf.matMul(h, w['head.weight']), w['head.bias']), labels);
}

function normalized(w: Weights, x: Tensor, name: string): Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  const standard = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(standard, w[`${name}.weight`]), w[`${name}.bias`]);
}

/** A block of a transformer: attention of 4 heads, then two linear layers, each with a residual. */
export function transformer(w: Weights, x: Tensor, y: Tensor): Tensor {
  const [batch, tokens, width] = x.shape;
  const linear = (input: Tensor, weight: string, bias: string): Tensor =>
    tf.add(tf.matMul(input, w[weight]), w[bias]);
  // Rows of all images, since products of three dims do not take a matrix of two.
  const rows = tf.reshape(x, [batch * tokens, width]);
  const joined = linear(rows, 'self_attn.in_proj_weight', 'self_attn.in_proj_bias');
  const [q, k, v] = tf
    .split(joined, 3, 1)
    .map((part: Tensor) =>
      tf.transpose(tf.reshape(part, [batch, tokens, 4, width / 4]), [0, 2, 1, 3]),
    );
  const scores = tf.mul(tf.matMul(q, k, false, true), (width / 4) ** -0.5);
  const mixed = tf.transpose(tf.matMul(tf.softmax(scores), v), [0, 2, 1, 3]);
  const attended = linear(
    tf.reshape(mixed, [batch * tokens, width]),
    'self_attn.out_proj.weight',
    'self_attn.out_proj.bias',
  );
  const middle = normalized(w, tf.add(rows, attended), 'norm1');
  const hidden = tf.relu(linear(middle, 'linear1.weight', 'linear1.bias'));
  const out = tf.add(middle, linear(hidden, 'linear2.weight', 'linear2.bias'));
  const last = normalized(w, out, 'norm2');
  return tf.mean(tf.square(tf.sub(last, tf.reshape(y, [batch * tokens, width]))));
}
