/** Pads, sizes of pictures, convolutions and pools of one to three dims, losses. */

import * as c from 'chainrule';
import {
  along,
  functional,
  grid,
  halves,
  heads,
  images,
  labels,
  type Operations,
  sequences,
  share,
  solid,
  table,
  tokens,
  volumes,
  x,
  y,
} from './inputs.js';

const [, places] = functional.maxPool2d(images, 2, { returnIndices: true });
const signs = x.detach().sign();
const targets = c.arange(1, 9).repeat([32, 1]);
const inputLengths = Array.from({ length: 32 }, () => 128);
const targetLengths = Array.from({ length: 32 }, () => 8);

/** Operations whose gradients are measured too. */
export const differentiable: Operations = {
  'pad, reflect': () => functional.pad(images, [1, 1, 1, 1], { mode: 'reflect' }),
  'pad, replicate': () => functional.pad(images, [1, 1, 1, 1], { mode: 'replicate' }),
  'pad, circular': () => functional.pad(images, [1, 1, 1, 1], { mode: 'circular' }),
  'interpolate, nearest': () => functional.interpolate(images, { scaleFactor: 2 }),
  'interpolate, bilinear': () =>
    functional.interpolate(images, { scaleFactor: 2, mode: 'bilinear' }),
  'interpolate, bicubic': () => functional.interpolate(images, { scaleFactor: 2, mode: 'bicubic' }),
  'interpolate, area': () => functional.interpolate(images, { size: [16, 16], mode: 'area' }),
  pixelShuffle: () => functional.pixelShuffle(images, 2),
  'unfold of images': () => functional.unfold(images, 3),
  cosineSimilarity: () => functional.cosineSimilarity(x, y),
  pairwiseDistance: () => functional.pairwiseDistance(x, y),
  tripletMarginLoss: () => functional.tripletMarginLoss(x, y, share),
  marginRankingLoss: () => functional.marginRankingLoss(x, y, signs),
  multiMarginLoss: () => functional.multiMarginLoss(x, labels),
  softMarginLoss: () => functional.softMarginLoss(x, signs),
  poissonNLLLoss: () => functional.poissonNLLLoss(x, share),
  gaussianNLLLoss: () => functional.gaussianNLLLoss(x, y, share),
  ctcLoss: () =>
    functional.ctcLoss(
      heads.view([128, 32, 32]).logSoftmax(2),
      targets,
      inputLengths,
      targetLengths,
    ),
  conv3d: () => functional.conv3d(volumes, solid, null, { padding: 1 }),
  convTranspose1d: () => functional.convTranspose1d(sequences, along, null, { stride: 2 }),
  convTranspose3d: () => functional.convTranspose3d(volumes, solid),
  maxPool1d: () => functional.maxPool1d(sequences, 2),
  maxPool3d: () => functional.maxPool3d(volumes, 2),
  avgPool3d: () => functional.avgPool3d(volumes, 2),
  adaptiveAvgPool2d: () => functional.adaptiveAvgPool2d(images, 7),
  lpPool2d: () => functional.lpPool2d(images, 2, 2),
  maxUnpool2d: () => functional.maxUnpool2d(halves, places, 2),
  'gridSample, bilinear': () => functional.gridSample(images, grid),
  'gridSample, bicubic': () => functional.gridSample(images, grid, { mode: 'bicubic' }),
  'embeddingBag, mean': () => functional.embeddingBag(tokens, table),
  'embeddingBag, max': () => functional.embeddingBag(tokens, table, null, { mode: 'max' }),
  instanceNorm: () => functional.instanceNorm(images),
  localResponseNorm: () => functional.localResponseNorm(images, 5),
  adaptiveMaxPool2d: () => functional.adaptiveMaxPool2d(images, 7),
};

/** PyTorch 1.13 has no gradient of it. */
export const others: Operations = {
  channelShuffle: () => functional.channelShuffle(images, 4),
};
