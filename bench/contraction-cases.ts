/**
 * Contractions whose kernels are measured alone: products of the usual shapes in every
 * transposition, attention, convolution.
 */

import type { ContractAttrs } from '../src/graph/ops.js';
import type { Shape } from '../src/graph/shape.js';

/**
 * One contraction: out[batch.., m.., n..] = sum over k.. of a[batch.., m.., k..] b[batch.., n..,
 * k..].
 */
export interface Case {
  readonly name: string;
  readonly attrs: ContractAttrs;
  readonly a: View;
  readonly b: View;
}
/** A view given by its shape and strides, by default row-major. */
export interface View {
  readonly shape: Shape;
  readonly strides?: readonly number[];
}

const plain: ContractAttrs = { batch: 0, m: 1, n: 1, k: 1 };

/** The three products of a linear layer: forward, gradient of the input, gradient of the weight. */
function products(M: number, K: number, N: number): Case[] {
  const size = `${M}x${K}x${N}`;
  return [
    { name: `${size} x W^T`, attrs: plain, a: { shape: [M, K] }, b: { shape: [N, K] } },
    {
      name: `${size} g W`,
      attrs: plain,
      a: { shape: [M, K] },
      b: { shape: [N, K], strides: [1, N] },
    },
    {
      name: `${size} g^T x`,
      attrs: plain,
      a: { shape: [M, K], strides: [1, M] },
      b: { shape: [N, K], strides: [1, N] },
    },
  ];
}

/**
 * The products of attention, whose operands are permuted views of [images, tokens, heads, size].
 */
function attention(B: number, T: number, heads: number, size: number): Case[] {
  const attrs = { batch: 2, m: 1, n: 1, k: 1 };
  const width = heads * size;
  // Queries, keys and values lie side by side.
  const item = [3 * T * width, size];
  const part: View = { shape: [B, heads, T, size], strides: [...item, 3 * width, 1] };
  const transposed: View = { shape: [B, heads, size, T], strides: [...item, 1, 3 * width] };
  const weights = { shape: [B, heads, T, T] };
  const name = `attention ${B * heads} of ${T}x${size}`;
  return [
    { name: `${name} scores`, attrs, a: part, b: part },
    { name: `${name} context`, attrs, a: weights, b: transposed },
    {
      name: `${name} gradient of keys`,
      attrs,
      a: { ...weights, strides: [heads * T * T, T * T, 1, T] },
      b: transposed,
    },
  ];
}

/** Many small products. */
function batches(B: number, M: number, N: number, K: number): Case[] {
  const attrs = { batch: 1, m: 1, n: 1, k: 1 };
  return [
    { name: `${B} of ${M}x${K}x${N}`, attrs, a: { shape: [B, M, K] }, b: { shape: [B, N, K] } },
  ];
}

/** A convolution of `images` images of `size` x `size` pixels with k x k filters, no padding. */
function convolution(images: number, C: number, O: number, size: number, k: number): Case[] {
  const out = size - k + 1;
  const plane = size * size;
  const name = `conv ${images}x(${C}->${O})x${size}x${size} ${k}x${k}`;
  return [
    {
      name: `${name} forward`,
      attrs: { batch: 1, m: 1, n: 2, k: 3 },
      a: { shape: [images, O, C, k, k], strides: [0, C * k * k, k * k, k, 1] },
      b: { shape: [images, out, out, C, k, k], strides: [C * plane, size, 1, plane, size, 1] },
    },
    {
      name: `${name} weight gradient`,
      attrs: { batch: 0, m: 1, n: 3, k: 3 },
      a: {
        shape: [O, images, out, out],
        strides: [out * out, O * out * out, out, 1],
      },
      b: {
        shape: [C, k, k, images, out, out],
        strides: [plane, size, 1, C * plane, size, 1],
      },
    },
    {
      name: `${name} input gradient`,
      attrs: { batch: 1, m: 1, n: 2, k: 3 },
      a: { shape: [images, C, O, k, k], strides: [0, k * k, C * k * k, -k, -1] },
      b: {
        shape: [images, size, size, O, k, k],
        strides: [O * (size + k - 1) ** 2, size + k - 1, 1, (size + k - 1) ** 2, size + k - 1, 1],
      },
    },
  ];
}

/** All of them. */
export const cases: readonly Case[] = [
  ...products(64, 64, 64),
  ...products(256, 256, 256),
  ...products(1024, 1024, 1024),
  ...products(128, 784, 512),
  ...products(128, 512, 10),
  ...products(100, 16, 16),
  ...products(100, 2, 16),
  ...products(100, 16, 1),
  ...products(1, 784, 512),
  ...products(8, 784, 512),
  ...products(32, 64, 256),
  ...products(1024, 128, 512),
  ...products(1024, 512, 128),
  ...products(200_000, 16, 16),
  ...products(1, 4096, 4096),
  ...batches(512, 8, 8, 8),
  ...attention(16, 64, 4, 32),
  ...convolution(64, 1, 32, 28, 3),
  ...convolution(64, 32, 64, 13, 3),
  ...convolution(64, 32, 64, 26, 3),
];
