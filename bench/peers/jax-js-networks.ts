/**
 * The networks of the training rows in jax-js: losses as functions of weights and batch, which they
 * consume.
 */

import * as jax from '@jax-js/jax';

const { numpy: np, nn, lax } = jax;

export type Array_ = ReturnType<typeof jax.numpy.array>;
export type Tree = Record<string, Array_>;
export type Loss = (w: Tree, x: Array_, y: Array_) => Array_;

/** The linear layers `first`, `second` ... with relu between them. */
export function forwardLinear(w: Tree, x: Array_, layers: readonly number[]): Array_ {
  return layers.reduce((input, layer, i) => {
    const output = np.dot(input, w[`${layer}.weight`]).add(w[`${layer}.bias`]);
    return i === layers.length - 1 ? output : nn.relu(output);
  }, x);
}

/** `y` has a row of zeros and one 1 for each row of logits. */
function crossEntropyOf(logits: Array_, y: Array_): Array_ {
  return np.mean(np.sum(nn.logSoftmax(logits).mul(y), 1)).neg();
}

/** Max-margin loss of linear layers, for targets of -1 and 1. */
export const hinge =
  (layers: readonly number[]): Loss =>
  (w, x, y) =>
    np.mean(nn.relu(np.subtract(1, forwardLinear(w, x, layers).mul(y))));

/** Cross-entropy of linear layers. */
export const crossEntropy =
  (layers: readonly number[]): Loss =>
  (w, x, y) =>
    crossEntropyOf(forwardLinear(w, x, layers), y);

/** A convolution with relu, and its maxima of 2 x 2 pixels; channels come before pixels. */
function convolveAndPool(w: Tree, x: Array_, layer: number): Array_ {
  const bias = w[`${layer}.bias`].reshape([1, -1, 1, 1]);
  const features = nn.relu(lax.conv(x, w[`${layer}.weight`], [1, 1], 'VALID').add(bias));
  return lax.reduceWindow(features, (window: Array_) => np.max(window), [2, 2], [2, 2]);
}

/** The convolutional network of the bench. */
export const convolutional: Loss = (w, x, y) => {
  const features = convolveAndPool(w, convolveAndPool(w, x, 0), 3);
  return crossEntropyOf(forwardLinear(w, features.reshape([64, 1600]), [7, 9]), y);
};

/** One layer of LSTM over `[time, batch, features]`, and a linear layer on its last state. */
export const recurrent: Loss = (w, x, y) => {
  const [steps, batch, size] = x.shape;
  // The part of the gates that needs no state, of all steps at once.
  const flat = x.reshape([steps * batch, size]);
  const bias = w.bias_ih_l0.add(w.bias_hh_l0);
  const given = np.dot(flat, w.weight_ih_l0).add(bias).reshape([steps, batch, -1]);
  const inputs: Array_[] = np.unstack(given, 0);
  let h: Array_ = np.zeros([batch, size]);
  let c: Array_ = np.zeros([batch, size]);
  for (const input of inputs) {
    const gates = input.add(np.dot(h, w.weight_hh_l0.ref));
    const [i, f, g, o] = np.split(gates, 4, 1);
    c = nn
      .sigmoid(f)
      .mul(c)
      .add(nn.sigmoid(i).mul(np.tanh(g)));
    h = nn.sigmoid(o).mul(np.tanh(c.ref));
  }
  w.weight_hh_l0.dispose();
  c.dispose();
  return crossEntropyOf(np.dot(h, w['head.weight']).add(w['head.bias']), y);
};

function normalized(w: Tree, x: Array_, name: string): Array_ {
  return nn.standardize(x, -1).mul(w[`${name}.weight`]).add(w[`${name}.bias`]);
}

/** A block of a transformer: attention of 4 heads, then two linear layers, each with a residual. */
export const transformer: Loss = (w, x, y) => {
  const linear = (input: Array_, weight: string, bias: string): Array_ =>
    np.dot(input, w[weight]).add(w[bias]);
  const [batch, tokens, width] = x.shape;
  const joined = linear(x.ref, 'self_attn.in_proj_weight', 'self_attn.in_proj_bias');
  const heads = (part: Array_): Array_ =>
    np.transpose(part.reshape([batch, tokens, 4, width / 4]), [0, 2, 1, 3]);
  // By products, since the library's attention needs iterators that have `map` (Node 22).
  const [q, k, v] = np.split(joined, 3, 2).map(heads);
  const scores = np.matmul(q, np.transpose(k, [0, 1, 3, 2])).mul((width / 4) ** -0.5);
  const mixed = np.transpose(np.matmul(nn.softmax(scores, -1), v), [0, 2, 1, 3]);
  const attended = linear(
    mixed.reshape([batch, tokens, width]),
    'self_attn.out_proj.weight',
    'self_attn.out_proj.bias',
  );
  const middle = normalized(w, x.add(attended), 'norm1');
  const hidden = nn.relu(linear(middle.ref, 'linear1.weight', 'linear1.bias'));
  const out = middle.add(linear(hidden, 'linear2.weight', 'linear2.bias'));
  return np.mean(np.square(normalized(w, out, 'norm2').sub(y)));
};
