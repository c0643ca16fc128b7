"""
A network that solves u'' = -pi^2 sin(pi x), u(-1) = u(1) = 0, from the equation alone.
Source: Raissi, Perdikaris and Karniadakis, 2019
"""

import math

import torch
from torch import nn

from generator import initialise, uniform


def program():
    model = initialise(
        nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1)), "pinn."
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    x = uniform("places", (100, 1)).requires_grad_()
    ends = torch.tensor([[-1.0], [1.0]])

    def step():
        optimizer.zero_grad()
        x.grad = None
        u = model(x)
        du = torch.autograd.grad(u.sum(), x, create_graph=True)[0]
        ddu = torch.autograd.grad(du.sum(), x, create_graph=True)[0]
        residual = ddu + math.pi**2 * torch.sin(math.pi * x)
        loss = residual.square().mean() + model(ends).square().mean()
        loss.backward()
        optimizer.step()
        return loss

    return step
