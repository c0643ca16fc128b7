"""What networks are made of: sums, norms, products, convolutions."""

import math

import torch
from torch.nn import functional

from operations.inputs import (
    along, column, columns, depth, doubling, heads, images, kernel, labels, left, right, row, rows, sequences, single, table,
    tall, tokens, x, y,
)


def attention():
    scores = heads @ heads.transpose(-1, -2) / math.sqrt(heads.shape[-1])
    return scores.softmax(-1) @ heads


differentiable = {
    "add a row": lambda: x + row,
    "sum over rows": lambda: x.sum(0),
    "max over columns": lambda: x.amax(1),
    "max over rows": lambda: x.amax(0),
    "std over columns": lambda: x.std(1),
    "logsumexp": lambda: x.logsumexp(1),
    "norm": lambda: x.norm(),
    "cumsum": lambda: x.cumsum(1),
    "sort": lambda: x.sort(1)[0],
    "pad images": lambda: functional.pad(images, (1, 1, 1, 1)),
    "cat columns": lambda: torch.cat([x, y], 1),
    "every other column": lambda: x[:, ::2] * 1,
    "softmax over columns": lambda: x.softmax(1),
    "softmax over rows": lambda: x.softmax(0),
    "layerNorm": lambda: functional.layer_norm(x, [1024]),
    "groupNorm": lambda: functional.group_norm(images, 8),
    "relu": lambda: x.relu(),
    "silu": lambda: functional.silu(x),
    "gelu, exact": lambda: functional.gelu(x),
    "pow": lambda: x.abs().pow(1.7),
    "where": lambda: torch.where(x > 0, x, y),
    "indexSelect": lambda: x.index_select(0, rows),
    "gather": lambda: x.gather(1, columns),
    "embedding": lambda: functional.embedding(tokens, table),
    "matmul": lambda: x @ y.t(),
    "matmul of a batch": lambda: left @ right,
    "einsum": lambda: torch.einsum("bij,bkj->bik", left, right),
    "matrix with vector": lambda: x @ row,
    "conv2d": lambda: functional.conv2d(images, kernel, padding=1),
    "conv2d 1x1": lambda: functional.conv2d(images, single),
    "conv2d, stride 2": lambda: functional.conv2d(images, kernel, padding=1, stride=2),
    "conv2d, depthwise": lambda: functional.conv2d(images, depth, padding=1, groups=32),
    "convTranspose2d": lambda: functional.conv_transpose2d(images, doubling, stride=2),
    "conv1d": lambda: functional.conv1d(sequences, along, padding=2),
    "maxPool2d": lambda: functional.max_pool2d(images, 2),
    "maxPool2d, overlapping": lambda: functional.max_pool2d(images, 3, stride=2, padding=1),
    "avgPool2d": lambda: functional.avg_pool2d(images, 2),
    "mean of images": lambda: images.mean([2, 3]),
    "attention": attention,
    "crossEntropy": lambda: functional.cross_entropy(x, labels),
    "mseLoss": lambda: functional.mse_loss(x, y),
}

others = {
    "add": lambda: x + y,
    "add a column": lambda: x + column,
    "add transposed": lambda: tall.t() + x,
    "copy transposed": lambda: x.t().contiguous(),
    "sum": lambda: x.sum(),
    "argmax": lambda: x.argmax(1),
    "topk": lambda: x.topk(10)[0],
    "flip": lambda: x.flip(1),
    "tril": lambda: x.tril(),
    "sigmoid": lambda: x.sigmoid(),
    "erf": lambda: x.erf(),
    "sin": lambda: x.sin(),
    "scatterAdd": lambda: x.scatter_add(1, columns, torch.ones(512, 16)),
    "oneHot": lambda: functional.one_hot(labels, 1024),
    "rand": lambda: torch.rand(512, 1024),
    "randn": lambda: torch.randn(512, 1024),
}
