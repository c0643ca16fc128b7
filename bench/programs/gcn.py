"""
A graph convolutional network of two layers on a graph as large as Cora, its adjacency dense.
Source: https://github.com/tkipf/pygcn
"""

import torch
from torch import nn
from torch.nn import functional as F

from generator import initialise, integers, uniform, wholes

NODES, EDGES, FEATURES, HIDDEN, CLASSES = 2708, 5429, 1433, 16, 7


class GraphConvolution(nn.Module):
    def __init__(self, size_in, size_out):
        super().__init__()
        self.linear = nn.Linear(size_in, size_out, bias=False)
        self.bias = nn.Parameter(torch.zeros(size_out))

    def forward(self, x, adj):
        return adj @ self.linear(x) + self.bias


class GCN(nn.Module):
    def __init__(self):
        super().__init__()
        self.gc1 = GraphConvolution(FEATURES, HIDDEN)
        self.gc2 = GraphConvolution(HIDDEN, CLASSES)

    def forward(self, x, adj):
        return F.log_softmax(self.gc2(F.relu(self.gc1(x, adj)), adj), dim=1)


def normalized_adjacency():
    adj = torch.eye(NODES)
    a, b = wholes("from", EDGES, NODES), wholes("to", EDGES, NODES)
    adj[a, b] = 1
    adj[b, a] = 1
    return adj / adj.sum(1, keepdim=True)


def program():
    model = initialise(GCN(), "gcn.")
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=5e-4)
    adj = normalized_adjacency()
    x = uniform("features", (NODES, FEATURES), 0, 1 / FEATURES)
    labels = integers("labels", (NODES,), CLASSES)

    def step():
        optimizer.zero_grad()
        output = model(x, adj)
        loss = F.nll_loss(output[:140], labels[:140])
        loss.backward()
        optimizer.step()
        return loss

    return step
