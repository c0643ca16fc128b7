"""Functions of each element, by their names in PyTorch."""

import torch
from torch.nn import functional

from operations.inputs import x, y, inside, above, share, wholes

differentiable = {
    "tan": lambda: x.tan(),
    "sinh": lambda: x.sinh(),
    "cosh": lambda: x.cosh(),
    "asinh": lambda: x.asinh(),
    "atan": lambda: x.atan(),
    "exp2": lambda: x.exp2(),
    "sinc": lambda: x.sinc(),
    "erfc": lambda: x.erfc(),
    "asin": lambda: inside.asin(),
    "acos": lambda: inside.acos(),
    "atanh": lambda: inside.atanh(),
    "erfinv": lambda: inside.erfinv(),
    "acosh": lambda: above.acosh(),
    "log2": lambda: above.log2(),
    "log10": lambda: above.log10(),
    "lgamma": lambda: above.lgamma(),
    "digamma": lambda: above.digamma(),
    "logit": lambda: share.logit(),
    "frac": lambda: x.frac(),
    "fmod": lambda: x.fmod(0.7),
    "remainder": lambda: x.remainder(0.7),
    "atan2": lambda: x.atan2(y),
    "hypot": lambda: x.hypot(y),
    "logaddexp": lambda: x.logaddexp(y),
    "xlogy": lambda: x.xlogy(above),
    "lerp": lambda: x.lerp(y, 0.3),
    "addcmul": lambda: x.addcmul(y, share),
    "addcdiv": lambda: x.addcdiv(y, above),
    "copysign": lambda: x.copysign(y),
    "nanToNum": lambda: x.nan_to_num(),
    "relu6": lambda: functional.relu6(x),
    "selu": lambda: functional.selu(x),
    "mish": lambda: functional.mish(x),
    "hardswish": lambda: functional.hardswish(x),
    "softsign": lambda: functional.softsign(x),
    "logsigmoid": lambda: functional.logsigmoid(x),
    "glu": lambda: functional.glu(x),
    "normalize": lambda: functional.normalize(x),
}

others = {
    "round": lambda: x.round(),
    "ceil": lambda: x.ceil(),
    "trunc": lambda: x.trunc(),
    "sign": lambda: x.sign(),
    "signbit": lambda: x.signbit(),
    "isnan": lambda: x.isnan(),
    "isfinite": lambda: x.isfinite(),
    "floorDivide": lambda: torch.floor_divide(x, 0.3),
    "heaviside": lambda: x.heaviside(y),
    "logicalAnd": lambda: x.logical_and(y),
    "bitwiseXor": lambda: wholes.bitwise_xor(73),
    "bitwiseLeftShift": lambda: wholes.bitwise_left_shift(3),
    "isclose": lambda: x.isclose(y),
}
