"""PyTorch as a contestant, the counterpart of `serve.ts`. OMP_NUM_THREADS says how many threads it has."""

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path

import numpy
import torch
from torch import nn
from torch.nn import functional

CHECKED_STEPS = 5
WARM_UP_CALLS = 10
LONGEST_WARM_UP_SECONDS = 2.0
REHEARSAL_SECONDS = 0.05

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
sys.path.insert(0, str(Path(__file__).parents[1] / "programs"))


def load(entry):
    values = numpy.fromfile(entry["file"], dtype=entry["dtype"]).reshape(entry["shape"])
    tensor = torch.from_numpy(values)
    return tensor.long() if entry["dtype"] == "int32" else tensor


def state_of(inputs, prefix=""):
    start = "state:" + prefix
    return {name[len(start):]: load(entry) for name, entry in inputs.items() if name.startswith(start)}


def fingerprint(tensor):
    flat = tensor.detach().double().flatten()
    picked = [flat[i].item() for i in (0, len(flat) // 2, len(flat) - 1)]
    return [flat.mean().item(), flat.square().mean().item(), *picked]


def training(loss, optimizer):
    def call():
        optimizer.zero_grad()
        value = loss()
        value.backward()
        optimizer.step()
        return value.item()

    return [call() for _ in range(CHECKED_STEPS)], call


def mlp(sizes):
    layers = []
    for size_in, size_out in zip(sizes, sizes[1:]):
        layers += [nn.Linear(size_in, size_out), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def mlp_step(inputs, params):
    model = mlp(params["sizes"])
    model.load_state_dict(state_of(inputs))
    x, y = load(inputs["x"]), load(inputs["y"])
    kind = torch.optim.SGD if params["optimizer"] == "sgd" else torch.optim.Adam
    optimizer = kind(model.parameters(), lr=params["lr"])
    if params["loss"] == "hinge":
        return training(lambda: (1 - model(x) * y).relu().mean(), optimizer)
    return training(lambda: functional.cross_entropy(model(x), y), optimizer)


def cnn_step(inputs, params):
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1600, 128), nn.ReLU(), nn.Linear(128, 10),
    )
    model.load_state_dict(state_of(inputs))
    x, y = load(inputs["x"]), load(inputs["y"])
    optimizer = torch.optim.Adam(model.parameters(), lr=params["lr"])
    return training(lambda: functional.cross_entropy(model(x), y), optimizer)


def lstm_step(inputs, params):
    lstm, head = nn.LSTM(64, 64), nn.Linear(64, 10)
    head.load_state_dict(state_of(inputs, "head."))
    lstm.load_state_dict({k: v for k, v in state_of(inputs).items() if not k.startswith("head.")})
    x, y = load(inputs["x"]), load(inputs["y"])
    optimizer = torch.optim.Adam([*lstm.parameters(), *head.parameters()], lr=params["lr"])

    def loss():
        _, (h, _) = lstm(x)
        return functional.cross_entropy(head(h.squeeze(0)), y)

    return training(loss, optimizer)


def transformer_step(inputs, params):
    model = nn.TransformerEncoderLayer(128, 4, dim_feedforward=512, dropout=0.0, batch_first=True)
    model.load_state_dict(state_of(inputs))
    x, y = load(inputs["x"]), load(inputs["y"])
    optimizer = torch.optim.Adam(model.parameters(), lr=params["lr"])
    return training(lambda: functional.mse_loss(model(x), y), optimizer)


def adam(inputs, params):
    weights = [value.requires_grad_() for value in state_of(inputs).values()]
    for weight in weights:
        weight.grad = weight.detach().clone()
    optimizer = torch.optim.Adam(weights, lr=params["lr"])
    for _ in range(CHECKED_STEPS):
        optimizer.step()
    return fingerprint(weights[0]), optimizer.step


def inference(inputs, params):
    model = mlp(params["sizes"]).eval()
    model.load_state_dict(state_of(inputs))
    x = load(inputs["x"])

    def call():
        with torch.no_grad():
            return model(x).numpy()

    return call().flatten().tolist(), call


def chain(inputs, _):
    x = load(inputs["x"]).requires_grad_()

    def call():
        x.grad = None
        inner = x.mul(1.1).add(0.1).tanh().mul(0.5).exp().neg().sigmoid()
        loss = inner.add(0.2).square().sub(0.1).relu().mul(1.5).sum()
        loss.backward()
        return loss.item()

    call()
    return fingerprint(x.grad), call


def matmul(inputs, params):
    a, b = load(inputs["a"]), load(inputs["b"])
    a = a.t() if params["form"] == "tn" else a
    b = b.t() if params["form"] == "nt" else b
    return fingerprint(a @ b), lambda: a @ b


UNARY = {
    "exp": torch.exp,
    "log": torch.log,
    "tanh": torch.tanh,
    "gelu": lambda x: functional.gelu(x, approximate="tanh"),
    "sum": torch.sum,
    "softmax": lambda x: torch.softmax(x, 1),
}


def elementwise(inputs, params):
    x = load(inputs["x"])
    if params["op"] == "add":
        y = load(inputs["y"])
        return fingerprint(x + y), lambda: x + y
    function = UNARY[params["op"]]
    return fingerprint(function(x)), lambda: function(x)


def program(_, params):
    step = import_module(params["program"]).program()

    def call():
        return float(step())

    return [call() for _ in range(CHECKED_STEPS)], call


WORKLOADS = {
    "mlpStep": mlp_step,
    "cnnStep": cnn_step,
    "lstmStep": lstm_step,
    "transformerStep": transformer_step,
    "adam": adam,
    "inference": inference,
    "chain": chain,
    "matmul": matmul,
    "elementwise": elementwise,
    "program": program,
    "changingProgram": program,
}


def repeat(call, enough):
    start, calls = time.perf_counter(), 0
    while True:
        call()
        calls += 1
        elapsed = time.perf_counter() - start
        if enough(elapsed, calls):
            return elapsed / calls


class Server:
    call = None
    per_call = 1.0

    def prepare(self, request):
        values, self.call = WORKLOADS[request["kind"]](request["inputs"], request["params"])

        warm_up = request["warmUp"] / 1000

        def warm(elapsed, calls):
            if elapsed > LONGEST_WARM_UP_SECONDS:
                return True
            return elapsed > warm_up and calls >= WARM_UP_CALLS

        self.per_call = repeat(self.call, warm)
        if self.per_call < warm_up:
            self.per_call = repeat(self.call, lambda elapsed, _: elapsed > REHEARSAL_SECONDS)
        return {"values": values}

    def measure(self, request):
        calls = max(1, round(request["milliseconds"] / 1000 / self.per_call))
        start = time.perf_counter()
        for _ in range(calls):
            self.call()
        return {"seconds": (time.perf_counter() - start) / calls}


def say(message):
    print(json.dumps(message), flush=True)


def main():
    server = Server()
    say({"version": torch.__version__, "detail": f"threads: {torch.get_num_threads()}"})
    for line in sys.stdin:
        request = json.loads(line)
        say(server.prepare(request) if request["ask"] == "prepare" else server.measure(request))


main()
