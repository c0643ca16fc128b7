"""ResNet-18 for images of 32 x 32. Source: https://github.com/kuangliu/pytorch-cifar"""

from itertools import cycle

import torch
from torch import nn
from torch.nn import functional as F

from generator import initialise, integers, uniform

BATCH, WIDTH = 8, 64


class BasicBlock(nn.Module):
    def __init__(self, in_planes, planes, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(in_planes, planes, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.shortcut = nn.Sequential()
        if stride != 1 or in_planes != planes:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_planes, planes, 1, stride=stride, bias=False), nn.BatchNorm2d(planes)
            )

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(out)) + self.shortcut(x))


def layer(in_planes, planes, stride):
    return nn.Sequential(BasicBlock(in_planes, planes, stride), BasicBlock(planes, planes, 1))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, WIDTH, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(WIDTH)
        self.layer1 = layer(WIDTH, WIDTH, 1)
        self.layer2 = layer(WIDTH, 2 * WIDTH, 2)
        self.layer3 = layer(2 * WIDTH, 4 * WIDTH, 2)
        self.layer4 = layer(4 * WIDTH, 8 * WIDTH, 2)
        self.linear = nn.Linear(8 * WIDTH, 10)

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.layer4(self.layer3(self.layer2(self.layer1(out))))
        return self.linear(F.avg_pool2d(out, 4).flatten(1))


def program():
    model = initialise(ResNet(), "resnet.")
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001, momentum=0.9)
    batches = cycle(
        [(uniform(f"cifar{i}", (BATCH, 3, 32, 32)), integers(f"kinds{i}", (BATCH,), 10)) for i in range(2)]
    )

    def step():
        images, labels = next(batches)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        return loss

    return step
