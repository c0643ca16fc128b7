"""Weights and data of the programs: the bits that `generator.ts` makes."""

import math

import numpy
import torch


def mix(values):
    """Mixes 32 bits. Source: https://nullprogram.com/blog/2018/07/31/ (lowbias32)"""
    x = values.astype(numpy.uint32)
    x = (x ^ (x >> 16)) * numpy.uint32(0x21F0AAAD)
    x = (x ^ (x >> 15)) * numpy.uint32(0x735A2D97)
    return x ^ (x >> 15)


def seed_of(name):
    seed = numpy.zeros(1, numpy.uint32)
    for character in name:
        seed = mix(seed + numpy.uint32(ord(character)))
    return seed


def bits(name, count):
    return mix(seed_of(name) + numpy.arange(count, dtype=numpy.uint32))


def uniforms(name, count, low=0.0, high=1.0):
    return low + ((bits(name, count).astype(numpy.float64) + 0.5) / 2**32) * (high - low)


def uniform(name, shape, low=-1.0, high=1.0, dtype=None):
    return torch.from_numpy(uniforms(name, math.prod(shape), low, high)).to(dtype or torch.get_default_dtype()).reshape(shape)


def normal(name, shape):
    a, b, c = (uniforms(f"{name}/{i}", math.prod(shape), -1.0, 1.0) for i in range(3))
    return torch.from_numpy(a + b + c).to(torch.get_default_dtype()).reshape(shape)


def wholes(name, count, below):
    return (bits(name, count) % numpy.uint32(below)).astype(numpy.int64)


def integers(name, shape, below):
    return torch.from_numpy(wholes(name, math.prod(shape), below)).reshape(shape)


def initialise(model, prefix=""):
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            is_bias = "bias" in name
            if parameter.ndim < 2 and not is_bias:
                continue
            bound = 0.1 if is_bias else 1 / math.sqrt(math.prod(parameter.shape[1:]))
            parameter.copy_(uniform(prefix + name, parameter.shape, -bound, bound, parameter.dtype))
    return model
