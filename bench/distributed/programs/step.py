"""The twin of step.ts: PyTorch's DistributedDataParallel on gloo, with the same weights and data.

Usage: python3 step.py CASE, a JSON object as step.ts has it, with RANK, WORLD_SIZE, MASTER_ADDR and
MASTER_PORT set; rank 0 prints the seconds of each step and the first losses as JSON.
"""

import contextlib
import json
import math
import os
import sys
import time

import numpy as np
import torch
from torch import nn

given = json.loads(sys.argv[1])
torch.set_num_threads(given['threads'])
rank, size = int(os.environ['RANK']), int(os.environ['WORLD_SIZE'])
torch.distributed.init_process_group('gloo')


def spread(count, seed):
    value = np.arange(1, count + 1) * 0.618033988749895 + seed * 0.7548776662466927
    return torch.from_numpy((2 * (value - np.floor(value)) - 1).astype(np.float32))


def network(name):
    if name == 'small':
        return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)), [64]
    if name == 'mlp':
        layers = [nn.Linear(784, 2048), nn.ReLU(), nn.Linear(2048, 2048), nn.ReLU(), nn.Linear(2048, 10)]
        return nn.Sequential(*layers), [784]
    layers = [nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2)]
    layers += [nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10)]
    return nn.Sequential(*layers), [1, 28, 28]


net, shape = network(given['network'])
with torch.no_grad():
    for i, parameter in enumerate(net.parameters()):
        fan_in = math.prod(parameter.shape[1:]) if parameter.dim() > 1 else len(parameter)
        parameter.copy_(spread(parameter.numel(), i).div(math.sqrt(fan_in)).reshape(parameter.shape))
model = nn.parallel.DistributedDataParallel(net)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
count = given['batchSize']
batches = []
for i in range(4):
    part = i * size + rank
    inputs = spread(count * math.prod(shape), 100 + part).reshape(count, *shape)
    batches.append((inputs, torch.tensor([(part + k) % 10 for k in range(count)])))
seconds, losses = [], []
for i in range(given['warmUps'] + given['steps']):
    inputs, targets = batches[i % len(batches)]
    start = time.perf_counter()
    with model.no_sync() if given['isLocal'] else contextlib.nullcontext():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), targets)
        loss.backward()
        optimizer.step()
        value = loss.item()
    if i >= given['warmUps']:
        seconds.append(time.perf_counter() - start)
    if i < 5:
        losses.append(value)
if rank == 0:
    size = sum(4 * parameter.numel() for parameter in net.parameters())
    print(json.dumps({'seconds': seconds, 'losses': losses, 'bytes': size}))
