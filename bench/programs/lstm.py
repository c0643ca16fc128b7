"""
A two-layer LSTM as a language model over words; its state is carried from piece to piece.
Source: https://github.com/pytorch/examples/tree/main/word_language_model
"""

from itertools import cycle

import torch
from torch import nn
from torch.nn import functional as F

from generator import initialise, integers

WORDS, WIDTH, BPTT, BATCH = 2000, 200, 35, 20
LR, CLIP = 1, 0.25


class RNNModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Embedding(WORDS, WIDTH)
        self.rnn = nn.LSTM(WIDTH, WIDTH, 2)
        self.decoder = nn.Linear(WIDTH, WORDS)

    def forward(self, input, hidden):
        output, hidden = self.rnn(self.encoder(input), hidden)
        return F.log_softmax(self.decoder(output).view(-1, WORDS), dim=1), hidden


def repackage_hidden(h):
    return h.detach() if isinstance(h, torch.Tensor) else tuple(repackage_hidden(v) for v in h)


def program():
    model = initialise(RNNModel(), "lstm.")
    pieces = [integers(f"text{i}", (BPTT, BATCH), WORDS) for i in range(10)]
    batches = cycle([(data, pieces[(i + 1) % 10]) for i, data in enumerate(pieces)])
    hidden = (torch.zeros(2, BATCH, WIDTH), torch.zeros(2, BATCH, WIDTH))

    def step():
        nonlocal hidden
        data, targets = next(batches)
        model.zero_grad(set_to_none=True)
        hidden = repackage_hidden(hidden)
        output, hidden = model(data, hidden)
        loss = F.nll_loss(output, targets.view(-1))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        for p in model.parameters():
            p.data.add_(p.grad, alpha=-LR)
        return loss

    return step
