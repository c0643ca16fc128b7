"""
DCGAN: a generator and a discriminator of images, with an optimiser each, in turns.
Source: https://github.com/pytorch/examples/tree/main/dcgan
"""

from itertools import cycle

import torch
from torch import nn

from generator import initialise, normal, uniform

NZ, NGF, NDF, NC, BATCH = 100, 32, 32, 3, 32


def up(size_in, size_out):
    return [nn.ConvTranspose2d(size_in, size_out, 4, 2, 1, bias=False), nn.BatchNorm2d(size_out), nn.ReLU(True)]


def down(size_in, size_out):
    return [
        nn.Conv2d(size_in, size_out, 4, 2, 1, bias=False),
        nn.BatchNorm2d(size_out),
        nn.LeakyReLU(0.2, inplace=True),
    ]


def program():
    net_g = nn.Sequential(
        nn.ConvTranspose2d(NZ, NGF * 4, 4, 1, 0, bias=False), nn.BatchNorm2d(NGF * 4), nn.ReLU(True),
        *up(NGF * 4, NGF * 2),
        *up(NGF * 2, NGF),
        nn.ConvTranspose2d(NGF, NC, 4, 2, 1, bias=False), nn.Tanh(),
    )
    net_d = nn.Sequential(
        nn.Conv2d(NC, NDF, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True),
        *down(NDF, NDF * 2),
        *down(NDF * 2, NDF * 4),
        nn.Conv2d(NDF * 4, 1, 4, 1, 0, bias=False), nn.Sigmoid(),
    )
    initialise(net_g, "G.")
    initialise(net_d, "D.")
    criterion = nn.BCELoss()
    optimizer_d = torch.optim.Adam(net_d.parameters(), lr=2e-4, betas=(0.5, 0.999))
    optimizer_g = torch.optim.Adam(net_g.parameters(), lr=2e-4, betas=(0.5, 0.999))
    batches = cycle(
        [(uniform(f"real{i}", (BATCH, NC, 32, 32)), normal(f"z{i}", (BATCH, NZ, 1, 1))) for i in range(4)]
    )

    def step():
        real, noise = next(batches)
        net_d.zero_grad()
        label = torch.full((BATCH,), 1.0)
        err_d_real = criterion(net_d(real).view(-1), label)
        err_d_real.backward()
        fake = net_g(noise)
        label.fill_(0.0)
        err_d_fake = criterion(net_d(fake.detach()).view(-1), label)
        err_d_fake.backward()
        err_d = err_d_real + err_d_fake
        optimizer_d.step()

        net_g.zero_grad()
        label.fill_(1.0)
        err_g = criterion(net_d(fake).view(-1), label)
        err_g.backward()
        optimizer_g.step()
        return err_d + err_g

    return step
