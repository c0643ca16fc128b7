"""A variational autoencoder of digits. Source: https://github.com/pytorch/examples/tree/main/vae"""

from itertools import cycle

import torch
from torch import nn
from torch.nn import functional as F

from generator import initialise, normal, uniform

BATCH, FEATURES, HIDDEN, LATENT = 128, 784, 400, 20


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(FEATURES, HIDDEN)
        self.fc21 = nn.Linear(HIDDEN, LATENT)
        self.fc22 = nn.Linear(HIDDEN, LATENT)
        self.fc3 = nn.Linear(LATENT, HIDDEN)
        self.fc4 = nn.Linear(HIDDEN, FEATURES)

    def forward(self, x, eps):
        h1 = F.relu(self.fc1(x))
        mu, logvar = self.fc21(h1), self.fc22(h1)
        z = mu + eps * torch.exp(0.5 * logvar)
        h3 = F.relu(self.fc3(z))
        return torch.sigmoid(self.fc4(h3)), mu, logvar


def program():
    model = initialise(VAE(), "vae.")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    batches = cycle(
        [(uniform(f"digits{i}", (BATCH, FEATURES), 0), normal(f"eps{i}", (BATCH, LATENT))) for i in range(4)]
    )

    def step():
        x, eps = next(batches)
        optimizer.zero_grad()
        recon_x, mu, logvar = model(x, eps)
        bce = F.binary_cross_entropy(recon_x, x, reduction="sum")
        kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        loss = bce + kld
        loss.backward()
        optimizer.step()
        return loss

    return step
