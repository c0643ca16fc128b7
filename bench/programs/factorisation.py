"""Ratings of films as products of two embeddings. Source: Koren, Bell and Volinsky, 2009"""

from itertools import cycle

import torch
from torch import nn
from torch.nn import functional as F

from generator import initialise, integers, uniform

USERS, FILMS, FACTORS, BATCH = 1000, 1700, 32, 1024


class MatrixFactorization(nn.Module):
    def __init__(self):
        super().__init__()
        self.user_factors = nn.Embedding(USERS, FACTORS)
        self.film_factors = nn.Embedding(FILMS, FACTORS)
        self.user_bias = nn.Embedding(USERS, 1)
        self.film_bias = nn.Embedding(FILMS, 1)

    def forward(self, user, film):
        product = (self.user_factors(user) * self.film_factors(film)).sum(1)
        return product + self.user_bias(user).squeeze(1) + self.film_bias(film).squeeze(1)


def program():
    model = initialise(MatrixFactorization(), "mf.")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    batches = cycle(
        [
            (
                integers(f"users{i}", (BATCH,), USERS),
                integers(f"films{i}", (BATCH,), FILMS),
                uniform(f"ratings{i}", (BATCH,), 1, 5),
            )
            for i in range(10)
        ]
    )

    def step():
        user, film, rating = next(batches)
        optimizer.zero_grad()
        loss = F.mse_loss(model(user, film), rating)
        loss.backward()
        optimizer.step()
        return loss

    return step
