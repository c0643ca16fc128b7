"""Text from nanoGPT: the prompt grows by each character that is drawn. Source: as `gpt.py`"""

import torch
from torch.nn import functional as F

from generator import initialise, uniforms
from gpt import GPT, VOCAB

TOKENS, BLOCK = 200, 256


def draw(probs, chance):
    """The first character whose share of the probabilities, added up, reaches a number below 1."""
    total = 0
    for index, p in enumerate(probs.view(-1).tolist()):
        total += p
        if total >= chance:
            return index
    return VOCAB - 1


def program():
    model = initialise(GPT(BLOCK), "gpt.").eval()
    chances = uniforms("chances", TOKENS).tolist()

    @torch.no_grad()
    def step():
        idx = torch.zeros(1, 1, dtype=torch.long)
        for chance in chances:
            context = idx if idx.size(1) <= BLOCK else idx[:, -BLOCK:]
            logits = model(context)[:, -1, :] / 0.8
            next_token = draw(F.softmax(logits, dim=-1), chance)
            idx = torch.cat((idx, torch.tensor([[next_token]])), dim=1)
        return idx.sum()

    return step
