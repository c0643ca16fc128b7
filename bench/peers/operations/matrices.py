"""Products by name, and factorisations."""

import torch

from operations.inputs import definite, left, right, row, small, square, tall, x

differentiable = {
    "bmm": lambda: left.bmm(right),
    "mv": lambda: x.mv(row),
    "outer": lambda: row.outer(row),
    "tensordot": lambda: torch.tensordot(x, tall, dims=1),
    "addmm": lambda: square.addmm(definite, square),
    "cdist": lambda: torch.cdist(square, definite),
    "matrixPower": lambda: (definite / 300).matrix_power(5),
    "norm of matrices": lambda: torch.linalg.matrix_norm(left),
    "cholesky": lambda: torch.linalg.cholesky(definite),
    "cholesky of small ones": lambda: torch.linalg.cholesky(small),
    "solve": lambda: torch.linalg.solve(definite, square),
    "solve small ones": lambda: torch.linalg.solve(small, small),
    "solveTriangular": lambda: torch.linalg.solve_triangular(definite.tril(), square, upper=False),
    "inv": lambda: torch.linalg.inv(definite),
    "slogdet": lambda: torch.linalg.slogdet(definite)[1],
    "det of small ones": lambda: torch.linalg.det(small),
    "qr": lambda: torch.linalg.qr(definite)[1],
    "eigh": lambda: torch.linalg.eigh(definite)[0],
    "eigh of small ones": lambda: torch.linalg.eigh(small)[0],
    "svd": lambda: torch.linalg.svd(square)[1],
    "pinv": lambda: torch.linalg.pinv(definite),
}

others = {
    "matrixRank": lambda: torch.linalg.matrix_rank(definite),
    "lstsq": lambda: torch.linalg.lstsq(definite, square).solution,
}
