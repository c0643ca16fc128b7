"""
A WaveNet over characters, layers and all written by hand.
Source: https://github.com/karpathy/nn-zero-to-hero (makemore, part 5)
"""

from itertools import cycle

import torch
from torch.nn import functional as F

from generator import integers, normal

VOCAB, BLOCK, WIDTH, HIDDEN, BATCH = 27, 8, 24, 128, 32


class Linear:
    def __init__(self, fan_in, fan_out, bias=True):
        self.weight = normal(f"linear {fan_in} {fan_out}", (fan_in, fan_out)) / fan_in**0.5
        self.bias = torch.zeros(fan_out) if bias else None

    def __call__(self, x):
        self.out = x @ self.weight
        if self.bias is not None:
            self.out += self.bias
        return self.out

    def parameters(self):
        return [self.weight] + ([] if self.bias is None else [self.bias])


class BatchNorm1d:
    def __init__(self, dim, eps=1e-5, momentum=0.1):
        self.eps, self.momentum = eps, momentum
        self.gamma, self.beta = torch.ones(dim), torch.zeros(dim)
        self.running_mean, self.running_var = torch.zeros(dim), torch.ones(dim)

    def __call__(self, x):
        dim = 0 if x.ndim == 2 else (0, 1)
        xmean = x.mean(dim, keepdim=True)
        xvar = x.var(dim, keepdim=True)
        xhat = (x - xmean) / torch.sqrt(xvar + self.eps)
        self.out = self.gamma * xhat + self.beta
        with torch.no_grad():
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * xmean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * xvar
        return self.out

    def parameters(self):
        return [self.gamma, self.beta]


class Tanh:
    def __call__(self, x):
        self.out = torch.tanh(x)
        return self.out

    def parameters(self):
        return []


class Embedding:
    def __init__(self, count, dim):
        self.weight = normal("embedding", (count, dim))

    def __call__(self, ix):
        self.out = self.weight[ix]
        return self.out

    def parameters(self):
        return [self.weight]


class FlattenConsecutive:
    def __init__(self, n):
        self.n = n

    def __call__(self, x):
        b, t, c = x.shape
        x = x.view(b, t // self.n, c * self.n)
        self.out = x.squeeze(1) if x.shape[1] == 1 else x
        return self.out

    def parameters(self):
        return []


def program():
    layers = [Embedding(VOCAB, WIDTH)]
    for size in (WIDTH, HIDDEN, HIDDEN):
        layers += [FlattenConsecutive(2), Linear(2 * size, HIDDEN, bias=False), BatchNorm1d(HIDDEN), Tanh()]
    layers.append(Linear(HIDDEN, VOCAB))
    parameters = [p for layer in layers for p in layer.parameters()]
    for p in parameters:
        p.requires_grad = True
    x = integers("names x", (20_000, BLOCK), VOCAB)
    y = integers("names y", (20_000,), VOCAB)
    indices = cycle([integers(f"ix{i}", (BATCH,), 20_000) for i in range(20)])

    def step():
        ix = next(indices)
        xb, yb = x[ix], y[ix]
        logits = xb
        for layer in layers:
            logits = layer(logits)
        loss = F.cross_entropy(logits, yb)
        for p in parameters:
            p.grad = None
        loss.backward()
        for p in parameters:
            p.data += -0.1 * p.grad
        return loss

    return step
