"""Single operations in PyTorch, for `operations.ts`: `python3 operations.py [part of a name]` on one thread.

Prints one JSON object: microseconds by name, forward and, where they are measured, with gradients.
"""

import json
import math
import sys
import time

import torch
from torch.nn import functional

LEAST_SECONDS = 0.12
LEAST_CALLS = 5

torch.set_num_threads(1)


def wave(*shape):
    numbers = torch.arange(math.prod(shape), dtype=torch.float64)
    return torch.sin(1.37 * numbers).float().reshape(shape)


def picks(below, *shape):
    return ((torch.arange(math.prod(shape)) * 7919) % below).reshape(shape)


x, y, tall = wave(512, 1024), wave(512, 1024), wave(1024, 512)
row, column = wave(1024), wave(512, 1)
rows, columns, labels = picks(512, 2048), picks(1024, 512, 16), picks(1024, 512)
left, right = wave(32, 64, 64), wave(32, 64, 64)
table, tokens = wave(5000, 128), picks(5000, 32, 64)
images, sequences, heads = wave(16, 32, 32, 32), wave(16, 32, 256), wave(8, 4, 128, 32)
kernel, single, depth = wave(32, 32, 3, 3), wave(64, 32, 1, 1), wave(32, 1, 3, 3)
doubling, along = wave(32, 32, 2, 2), wave(32, 32, 5)
leaves = [x, y, row, left, right, table, images, sequences, heads]
leaves += [kernel, single, depth, doubling, along]


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


def best(call):
    for _ in range(LEAST_CALLS):
        call()
    least, calls, start = math.inf, 0, time.perf_counter()
    while calls < LEAST_CALLS or time.perf_counter() - start < LEAST_SECONDS:
        begun = time.perf_counter()
        call()
        least = min(least, time.perf_counter() - begun)
        calls += 1
    return 1e6 * least


def time_gradients(operation):
    def call():
        for leaf in leaves:
            leaf.grad = None
        result = operation()
        loss = result if result.ndim == 0 else (result * result.detach()).sum()
        loss.backward()

    for leaf in leaves:
        leaf.requires_grad_(True)
    seconds = best(call)
    for leaf in leaves:
        leaf.requires_grad_(False)
        leaf.grad = None
    return seconds


def main(part):
    times = {}
    for name, operation in {**differentiable, **others}.items():
        if part not in name:
            continue
        with torch.no_grad():
            times[name] = [best(operation)]
        if name in differentiable:
            times[name].append(time_gradients(operation))
    print(json.dumps(times))


main(sys.argv[1] if len(sys.argv) > 1 else "")
