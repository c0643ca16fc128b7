"""Single operations in PyTorch, for `operations.ts`: `python3 time_operations.py [part of a name]` on one thread.

Prints one JSON object: microseconds by name, forward and, where they are measured, with gradients.
"""

import json
import math
import sys
import time

import torch

from operations import arrays, elementwise, layers, matrices, networks
from operations.inputs import leaves

LEAST_SECONDS = 0.12
LEAST_CALLS = 5

torch.set_num_threads(1)
TABLES = (networks, elementwise, arrays, layers, matrices)
differentiable = {name: call for table in TABLES for name, call in table.differentiable.items()}
others = {name: call for table in TABLES for name, call in table.others.items()}


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
