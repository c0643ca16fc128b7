"""
Two LSTM cells along 199 points of a sine, in float64: a loop that the program writes itself.
Source: https://github.com/pytorch/examples/tree/main/time_sequence_prediction
"""

import numpy
import torch
from torch import nn

from generator import initialise, wholes

SERIES, LENGTH, WIDTH = 20, 200, 51


class Sequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm1 = nn.LSTMCell(1, WIDTH)
        self.lstm2 = nn.LSTMCell(WIDTH, WIDTH)
        self.linear = nn.Linear(WIDTH, 1)

    def forward(self, input):
        outputs = []
        h_t = torch.zeros(input.size(0), WIDTH, dtype=torch.double)
        c_t = torch.zeros(input.size(0), WIDTH, dtype=torch.double)
        h_t2 = torch.zeros(input.size(0), WIDTH, dtype=torch.double)
        c_t2 = torch.zeros(input.size(0), WIDTH, dtype=torch.double)
        for input_t in input.split(1, dim=1):
            h_t, c_t = self.lstm1(input_t, (h_t, c_t))
            h_t2, c_t2 = self.lstm2(h_t, (h_t2, c_t2))
            outputs.append(self.linear(h_t2))
        return torch.cat(outputs, dim=1)


def program():
    model = initialise(Sequence().double(), "cells.")
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    shifts = wholes("shifts", SERIES, 80)
    data = torch.from_numpy(numpy.sin((numpy.arange(LENGTH) + shifts[:, None]) / 20))
    input, target = data[:, :-1], data[:, 1:]

    def step():
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(input), target)
        loss.backward()
        optimizer.step()
        return loss

    return step
