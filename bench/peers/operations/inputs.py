"""What single operations are measured on: the numbers of `operations/inputs.ts`."""

import math

import torch


def wave(*shape):
    numbers = torch.arange(math.prod(shape), dtype=torch.float64)
    return torch.sin(1.37 * numbers).float().reshape(shape)


def picks(below, *shape):
    return ((torch.arange(math.prod(shape)) * 7919) % below).reshape(shape)


x, y, tall = wave(512, 1024), wave(512, 1024), wave(1024, 512)
row, column = wave(1024), wave(512, 1)
inside, above, share = 0.9 * wave(512, 1024), 2.1 + wave(512, 1024), 0.5 + 0.4 * wave(512, 1024)
rows, columns, labels = picks(512, 2048), picks(1024, 512, 16), picks(1024, 512)
left, right = wave(32, 64, 64), wave(32, 64, 64)
table, tokens = wave(5000, 128), picks(5000, 32, 64)
images, sequences, heads = wave(16, 32, 32, 32), wave(16, 32, 256), wave(8, 4, 128, 32)
grid, halves = wave(16, 32, 32, 2), wave(16, 32, 16, 16)
kernel, single, depth = wave(32, 32, 3, 3), wave(64, 32, 1, 1), wave(32, 1, 3, 3)
doubling, along = wave(32, 32, 2, 2), wave(32, 32, 5)
wholes, volumes, solid = picks(1000, 512, 1024), wave(2, 8, 16, 16, 16), wave(8, 8, 3, 3, 3)
square = wave(256, 256)


def definite_of(size, diagonal):
    """Symmetric with a heavy diagonal, so positive definite."""
    places = torch.arange(size)
    matrix = torch.cos((places.unsqueeze(1) - places).double()).float()
    matrix.fill_diagonal_(diagonal)
    return matrix


definite, small = definite_of(256, 300), definite_of(16, 20).repeat(64, 1, 1)
leaves = [x, y, tall, row, column, inside, above, share, left, right, table, images, sequences, volumes, heads, kernel, single]
leaves += [grid, halves, depth, doubling, along, solid, square, definite, small]
