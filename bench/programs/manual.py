"""
A language model over characters whose gradients are written by hand.
Source: https://github.com/karpathy/nn-zero-to-hero (makemore, part 4)
"""

from itertools import cycle

import torch
from torch.nn import functional as F

from generator import integers, normal

VOCAB, BLOCK, WIDTH, HIDDEN, n = 27, 3, 10, 64, 32


def program():
    C = normal("C", (VOCAB, WIDTH))
    W1 = normal("W1", (WIDTH * BLOCK, HIDDEN)) * (5 / 3 / (WIDTH * BLOCK) ** 0.5)
    b1 = normal("b1", (HIDDEN,)) * 0.1
    W2 = normal("W2", (HIDDEN, VOCAB)) * 0.1
    b2 = normal("b2", (VOCAB,)) * 0.1
    bngain = normal("bngain", (1, HIDDEN)) * 0.1 + 1
    bnbias = normal("bnbias", (1, HIDDEN)) * 0.1
    parameters = [C, W1, b1, W2, b2, bngain, bnbias]
    X = integers("names X", (20_000, BLOCK), VOCAB)
    Y = integers("names Y", (20_000,), VOCAB)
    indices = cycle([integers(f"rows{i}", (n,), 20_000) for i in range(20)])

    @torch.no_grad()
    def step():
        ix = next(indices)
        Xb, Yb = X[ix], Y[ix]
        emb = C[Xb]
        embcat = emb.view(emb.shape[0], -1)
        hprebn = embcat @ W1 + b1
        bnmean = hprebn.mean(0, keepdim=True)
        bnvar = hprebn.var(0, keepdim=True, unbiased=True)
        bnvar_inv = (bnvar + 1e-5) ** -0.5
        bnraw = (hprebn - bnmean) * bnvar_inv
        hpreact = bngain * bnraw + bnbias
        h = torch.tanh(hpreact)
        logits = h @ W2 + b2
        loss = F.cross_entropy(logits, Yb)

        dlogits = F.softmax(logits, 1)
        dlogits[range(n), Yb] -= 1
        dlogits /= n
        dh = dlogits @ W2.T
        dW2 = h.T @ dlogits
        db2 = dlogits.sum(0)
        dhpreact = (1.0 - h**2) * dh
        dbngain = (bnraw * dhpreact).sum(0, keepdim=True)
        dbnbias = dhpreact.sum(0, keepdim=True)
        dhprebn = bngain * bnvar_inv / n * (
            n * dhpreact - dhpreact.sum(0) - n / (n - 1) * bnraw * (dhpreact * bnraw).sum(0)
        )
        dembcat = dhprebn @ W1.T
        dW1 = embcat.T @ dhprebn
        db1 = dhprebn.sum(0)
        demb = dembcat.view(-1, WIDTH)
        dC = torch.zeros_like(C).index_add_(0, Xb.view(-1), demb)

        for p, grad in zip(parameters, [dC, dW1, db1, dW2, db2, dbngain, dbnbias]):
            p.data += -0.1 * grad
        return loss

    return step
