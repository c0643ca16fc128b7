"""One program of PyTorch's alone: `python3 bench/programs/run.py lstm [steps] [--json]`, as `run.ts`."""

import json
import os
import statistics
import sys
import time
from importlib import import_module

import torch

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
step = import_module(sys.argv[1]).program()
losses, times = [], []
for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 50):
    start = time.perf_counter()
    losses.append(float(step()))
    times.append(1000 * (time.perf_counter() - start))
if "--json" in sys.argv:
    print(json.dumps({"losses": losses, "times": times, "version": torch.__version__}))
    sys.exit()
print("losses      ", *(f"{x:.7g}" for x in losses[:6]), "...", f"{losses[-1]:.7g}")
print("first steps ", *(f"{x:.3g}" for x in times[:6]), "ms")
rest = times[len(times) // 3:]
print(f"later steps  median {statistics.median(rest):.3g} ms, best {min(rest):.3g} ms")
