"""Order, reductions, places and shapes."""

import torch

from operations.inputs import x, y, row, rows, columns, wholes, table, tokens, images, square

ascending = torch.arange(-512, 512).float() / 512

differentiable = {
    "median of rows": lambda: x.median(1)[0],
    "quantile": lambda: x.quantile(0.3, 1),
    "kthvalue": lambda: x.kthvalue(100, 1)[0],
    "cumprod": lambda: x.cumprod(1),
    "logcumsumexp": lambda: x.logcumsumexp(1),
    "cummax": lambda: x.cummax(1)[0],
    "nansum": lambda: x.nansum(1),
    "nanmean": lambda: x.nanmean(1),
    "varMean": lambda: torch.var_mean(x, 1)[0],
    "diff": lambda: x.diff(),
    "trapezoid": lambda: torch.trapezoid(x),
    "max of columns": lambda: x.max(1)[0],
    "cov": lambda: square.cov(),
    "take": lambda: x.take(wholes),
    "takeAlongDim": lambda: x.take_along_dim(columns, 1),
    "at, ids": lambda: table[tokens],
    "at, places": lambda: x[rows, rows],
    "maskedFill": lambda: x.masked_fill(y > 0, 0),
    "maskedSelect": lambda: x.masked_select(y > 0),
    "indexAdd": lambda: x.index_add(0, rows[:512], y),
    "indexFill": lambda: x.index_fill(0, rows[:64], 2),
    "scatter": lambda: x.scatter(1, columns, y[:, :16]),
    "scatterReduce": lambda: x.scatter_reduce(1, columns, y[:, :16], "amax"),
    "repeat": lambda: x.repeat(2, 2),
    "repeatInterleave": lambda: x.repeat_interleave(2, 1),
    "roll": lambda: x.roll(5, 1),
    "rot90": lambda: x.rot90() * 1,
    "stack rows": lambda: torch.vstack([x, y]),
    "diagEmbed": lambda: row.diag_embed(),
    "movedim": lambda: images.movedim(1, -1) * 1,
    "blockDiag": lambda: torch.block_diag(square, square),
    "kron": lambda: torch.kron(square[:16].contiguous(), square[:, :16].contiguous()),
}

others = {
    "any": lambda: (x > 2).any(1),
    "argsort": lambda: x.argsort(1),
    "mode": lambda: wholes.mode(1)[0],
    "countNonzero": lambda: x.count_nonzero(1),
    "unique": lambda: wholes.unique(),
    "bincount": lambda: wholes.ravel().bincount(),
    "histc": lambda: x.histc(100),
    "searchsorted": lambda: torch.searchsorted(ascending, x),
    "nonzero": lambda: (x > 0).nonzero(),
    "randperm": lambda: torch.randperm(100_000),
}
