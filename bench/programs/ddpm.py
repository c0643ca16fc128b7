"""Denoising diffusion of points in the plane. Source: Ho, Jain and Abbeel, 2020, algorithm 1"""

import math
from itertools import cycle

import torch
from torch import nn
from torch.nn import functional as F

from generator import initialise, integers, normal, uniform

BATCH, TIMESTEPS, WIDTH = 128, 1000, 128


class NoisePredictor(nn.Module):
    def __init__(self):
        super().__init__()
        self.input = nn.Linear(2 + 32, WIDTH)
        self.middle = nn.Linear(WIDTH, WIDTH)
        self.output = nn.Linear(WIDTH, 2)

    def forward(self, x, t):
        frequencies = torch.exp(torch.arange(16) * (-math.log(10_000) / 16))
        angles = t.to(x.dtype).unsqueeze(1) * frequencies
        h = F.silu(self.input(torch.cat([x, angles.sin(), angles.cos()], 1)))
        return self.output(F.silu(self.middle(h)))


def program():
    model = initialise(NoisePredictor(), "ddpm.")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    alphas = torch.cumprod(1 - torch.linspace(1e-4, 0.02, TIMESTEPS, dtype=torch.double), 0).to(torch.get_default_dtype())
    batches = cycle(
        [
            (
                uniform(f"points{i}", (BATCH, 2)),
                integers(f"times{i}", (BATCH,), TIMESTEPS),
                normal(f"noise{i}", (BATCH, 2)),
            )
            for i in range(4)
        ]
    )

    def step():
        x0, t, noise = next(batches)
        alpha = alphas[t].unsqueeze(1)
        xt = alpha.sqrt() * x0 + (1 - alpha).sqrt() * noise
        loss = F.mse_loss(model(xt, t), noise)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss

    return step
