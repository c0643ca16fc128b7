"""A small U-Net that marks regions of an image. Source: Ronneberger, Fischer and Brox, 2015"""

from itertools import cycle

import torch
from torch import nn
from torch.nn import functional as F

from generator import initialise, integers, uniform

BATCH, SIZE, WIDTH = 4, 64, 16


def double_conv(size_in, size_out):
    return nn.Sequential(
        nn.Conv2d(size_in, size_out, 3, padding=1, bias=False), nn.BatchNorm2d(size_out), nn.ReLU(inplace=True),
        nn.Conv2d(size_out, size_out, 3, padding=1, bias=False), nn.BatchNorm2d(size_out), nn.ReLU(inplace=True),
    )


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.inc = double_conv(1, WIDTH)
        self.down1 = double_conv(WIDTH, 2 * WIDTH)
        self.down2 = double_conv(2 * WIDTH, 4 * WIDTH)
        self.up1 = nn.ConvTranspose2d(4 * WIDTH, 2 * WIDTH, 2, stride=2)
        self.conv1 = double_conv(4 * WIDTH, 2 * WIDTH)
        self.up2 = nn.ConvTranspose2d(2 * WIDTH, WIDTH, 2, stride=2)
        self.conv2 = double_conv(2 * WIDTH, WIDTH)
        self.outc = nn.Conv2d(WIDTH, 1, 1)

    def forward(self, x):
        x1 = self.inc(x)
        x2 = self.down1(F.max_pool2d(x1, 2))
        x3 = self.down2(F.max_pool2d(x2, 2))
        y = self.conv1(torch.cat([x2, self.up1(x3)], 1))
        return self.outc(self.conv2(torch.cat([x1, self.up2(y)], 1)))


def program():
    model = initialise(UNet(), "unet.")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    shape = (BATCH, 1, SIZE, SIZE)
    batches = cycle([(uniform(f"scan{i}", shape), integers(f"mask{i}", shape, 2).to(torch.get_default_dtype())) for i in range(2)])

    def step():
        images, masks = next(batches)
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(model(images), masks)
        loss.backward()
        optimizer.step()
        return loss

    return step
