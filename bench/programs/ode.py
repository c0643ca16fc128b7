"""
A neural differential equation that learns a spiral, solved by Runge and Kutta's method and
differentiated through. Source: https://github.com/rtqichen/torchdiffeq (examples/ode_demo.py)
"""

from itertools import cycle

import torch
from torch import nn

from generator import initialise, uniform

BATCH, TIME, DT = 20, 10, 0.025


class ODEFunc(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 50), nn.Tanh(), nn.Linear(50, 2))

    def forward(self, y):
        return self.net(y**3)


def rk4(f, y):
    k1 = f(y)
    k2 = f(y + DT / 2 * k1)
    k3 = f(y + DT / 2 * k2)
    k4 = f(y + DT * k3)
    return y + (k1 + 2 * k2 + 2 * k3 + k4) * (DT / 6)


def program():
    func = initialise(ODEFunc(), "ode.")
    optimizer = torch.optim.RMSprop(func.parameters(), lr=1e-3)
    batches = cycle(
        [(uniform(f"y0 {i}", (BATCH, 2), -2, 2), uniform(f"y {i}", (TIME, BATCH, 2), -2, 2)) for i in range(4)]
    )

    def step():
        y, target = next(batches)
        optimizer.zero_grad()
        points = [y]
        for _ in range(1, TIME):
            y = rk4(func, y)
            points.append(y)
        loss = torch.mean(torch.abs(torch.stack(points) - target))
        loss.backward()
        optimizer.step()
        return loss

    return step
