"""Pads, sizes of pictures, convolutions and pools of one to three dims, losses."""

import torch
from torch.nn import functional

from operations.inputs import x, y, share, labels, images, grid, halves, table, tokens, sequences, volumes, heads, along, solid

places = functional.max_pool2d(images, 2, return_indices=True)[1]
signs = x.detach().sign()
targets = torch.arange(1, 9).repeat(32, 1)
input_lengths, target_lengths = [128] * 32, [8] * 32

differentiable = {
    "pad, reflect": lambda: functional.pad(images, (1, 1, 1, 1), mode="reflect"),
    "pad, replicate": lambda: functional.pad(images, (1, 1, 1, 1), mode="replicate"),
    "pad, circular": lambda: functional.pad(images, (1, 1, 1, 1), mode="circular"),
    "interpolate, nearest": lambda: functional.interpolate(images, scale_factor=2),
    "interpolate, bilinear": lambda: functional.interpolate(images, scale_factor=2, mode="bilinear"),
    "interpolate, bicubic": lambda: functional.interpolate(images, scale_factor=2, mode="bicubic"),
    "interpolate, area": lambda: functional.interpolate(images, size=(16, 16), mode="area"),
    "pixelShuffle": lambda: functional.pixel_shuffle(images, 2),
    "unfold of images": lambda: functional.unfold(images, 3),
    "cosineSimilarity": lambda: functional.cosine_similarity(x, y),
    "pairwiseDistance": lambda: functional.pairwise_distance(x, y),
    "tripletMarginLoss": lambda: functional.triplet_margin_loss(x, y, share),
    "marginRankingLoss": lambda: functional.margin_ranking_loss(x, y, signs),
    "multiMarginLoss": lambda: functional.multi_margin_loss(x, labels),
    "softMarginLoss": lambda: functional.soft_margin_loss(x, signs),
    "poissonNLLLoss": lambda: functional.poisson_nll_loss(x, share),
    "gaussianNLLLoss": lambda: functional.gaussian_nll_loss(x, y, share),
    "ctcLoss": lambda: functional.ctc_loss(heads.view(128, 32, 32).log_softmax(2), targets, input_lengths, target_lengths),
    "conv3d": lambda: functional.conv3d(volumes, solid, padding=1),
    "convTranspose1d": lambda: functional.conv_transpose1d(sequences, along, stride=2),
    "convTranspose3d": lambda: functional.conv_transpose3d(volumes, solid),
    "maxPool1d": lambda: functional.max_pool1d(sequences, 2),
    "maxPool3d": lambda: functional.max_pool3d(volumes, 2),
    "avgPool3d": lambda: functional.avg_pool3d(volumes, 2),
    "adaptiveAvgPool2d": lambda: functional.adaptive_avg_pool2d(images, 7),
    "lpPool2d": lambda: functional.lp_pool2d(images, 2, 2),
    "maxUnpool2d": lambda: functional.max_unpool2d(halves, places, 2),
    "gridSample, bilinear": lambda: functional.grid_sample(images, grid, align_corners=False),
    "gridSample, bicubic": lambda: functional.grid_sample(images, grid, mode="bicubic", align_corners=False),
    "embeddingBag, mean": lambda: functional.embedding_bag(tokens, table),
    "embeddingBag, max": lambda: functional.embedding_bag(tokens, table, mode="max"),
    "instanceNorm": lambda: functional.instance_norm(images),
    "localResponseNorm": lambda: functional.local_response_norm(images, 5),
    "adaptiveMaxPool2d": lambda: functional.adaptive_max_pool2d(images, 7),
}

others = {
    "channelShuffle": lambda: functional.channel_shuffle(images, 4),
}
