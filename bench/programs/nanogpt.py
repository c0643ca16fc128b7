"""nanoGPT's training: a transformer over characters. Source: https://github.com/karpathy/nanoGPT"""

from itertools import cycle

import torch
from torch.nn import functional as F

from generator import initialise, wholes
from gpt import GPT, VOCAB

BATCH, BLOCK = 12, 64


def program():
    data = wholes("gpt.data", 10_000, VOCAB)
    model = initialise(GPT(BLOCK), "gpt.")
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.1)
    starts = cycle([wholes(f"gpt.ix{i}", BATCH, len(data) - BLOCK).tolist() for i in range(20)])

    def get_batch():
        ix = next(starts)
        x = torch.stack([torch.from_numpy(data[i:i + BLOCK]) for i in ix])
        y = torch.stack([torch.from_numpy(data[i + 1:i + 1 + BLOCK]) for i in ix])
        return x, y

    def step():
        x, y = get_batch()
        logits = model(x)
        loss = F.cross_entropy(logits.view(-1, VOCAB), y.view(-1))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        return loss

    return step
