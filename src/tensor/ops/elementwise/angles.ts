/** Tangents, inverse trigonometric functions, and the hyperbolic ones with their inverses. */

import type { TensorLike } from '../../handle/convert.js';
import type { Tensor } from '../../handle/tensor.js';
import { abs, add, mul, neg, square, sub } from './arithmetic.js';
import { eq, lt } from './comparison.js';
import { cos, exp, expm1, log, log1p, reciprocal, rsqrt, sin, sqrt } from './elementary.js';
import { trueQuotient as div } from './quotient.js';
import { signbit } from './signs.js';
import { where } from './where.js';
import { polynomial, when, withSlope, withSlopes } from './with-slope.js';

/** Of x >= 0, from its size, to all numbers. */
function odd(x: Tensor, ofSize: (size: Tensor) => Tensor): Tensor {
  const result = ofSize(abs(x));
  return where(lt(x, 0), neg(result), result);
}

const tangent = withSlope({
  name: 'tan',
  value: (x) => div(sin(x), cos(x)),
  slope: (_, y) => add(square(y), 1),
});

/**
 * Tangent of radians, elementwise: NaN of an infinity. An int32 or bool becomes float32.
 * @example
 * console.log(tan(tensor([0, 1])).toString()); // tensor([0.0000, 1.5574])
 */
export function tan(x: TensorLike): Tensor {
  return tangent(x);
}

/**
 * (atan(u) - u) / u^3 by u^2, for |u| < 7/16: the coefficients of Sun's fdlibm, s_atan.c.
 */
const arc: readonly number[] = [
  -0.3333333333333293, 0.19999999999876483, -0.14285714272503466, 0.11111110405462356,
  -0.09090887133436507, 0.0769187620504483, -0.06661073137387531, 0.058335701337905735,
  -0.049768779946159324, 0.036531572744216916, -0.016285820115365782,
];

/** atan of x >= 0: of 1 / x where x is above 1, and from half the angle. */
function arcTangent(x: Tensor): Tensor {
  const isSteep = lt(1, x);
  const t = where(isSteep, reciprocal(x), x);
  const u = div(t, add(sqrt(add(square(t), 1)), 1));
  const z = square(u);
  const angle = mul(add(mul(mul(polynomial(arc, z), z), u), u), 2);
  return where(isSteep, sub(Math.PI / 2, angle), angle);
}

const arctan = withSlope({
  name: 'atan',
  value: (x) => odd(x, arcTangent),
  slope: (x) => reciprocal(add(square(x), 1)),
});

/**
 * Inverse tangent, elementwise: radians between -pi/2 and pi/2. An int32 or bool becomes float32.
 * @example
 * console.log(atan(tensor([0, 1])).toString()); // tensor([0.0000, 0.7854])
 */
export function atan(x: TensorLike): Tensor {
  return arctan(x);
}

/** (1 - x)(1 + x), which keeps its digits near 1. */
function besideOne(x: Tensor): Tensor {
  return mul(sub(1, x), add(x, 1));
}

const arcsin = withSlope({
  name: 'asin',
  value: (x) => odd(x, (size) => arcTangent(div(size, sqrt(besideOne(size))))),
  slope: (x) => rsqrt(sub(1, square(x))),
});

/**
 * Inverse sine, elementwise: radians between -pi/2 and pi/2, NaN outside [-1, 1]. An int32 or bool
 * becomes float32.
 * @example
 * console.log(asin(tensor([0, 1])).toString()); // tensor([0.0000, 1.5708])
 */
export function asin(x: TensorLike): Tensor {
  return arcsin(x);
}

const arccos = withSlope({
  name: 'acos',
  value: (x) => mul(arcTangent(sqrt(div(sub(1, x), add(x, 1)))), 2),
  slope: (x) => neg(rsqrt(sub(1, square(x)))),
});

/**
 * Inverse cosine, elementwise: radians between 0 and pi, NaN outside [-1, 1]. An int32 or bool
 * becomes float32.
 * @example
 * console.log(acos(tensor([1, 0])).toString()); // tensor([0.0000, 1.5708])
 */
export function acos(x: TensorLike): Tensor {
  return arccos(x);
}

/** The angle of (x, y), in all four quadrants, with the zeros and infinities of IEEE 754. */
function angleOf(y: Tensor, x: Tensor): Tensor {
  const [height, width] = [abs(y), abs(x)];
  const isDiagonal = eq(height, width);
  // 0 / 0 and infinity / infinity have an angle here: 0 and 45 degrees.
  const ratio = where(isDiagonal, where(eq(height, 0), 0, 1), div(height, width));
  const known = add(ratio, mul(add(mul(height, 0), mul(width, 0)), 0));
  const isNumber = mul(eq(y, y), eq(x, x));
  const angle = arcTangent(where(isNumber, ratio, known));
  const turned = where(signbit(x), sub(Math.PI, angle), angle);
  return where(signbit(y), neg(turned), turned);
}

const arctan2 = withSlopes({
  name: 'atan2',
  value: angleOf,
  slopes: (y, x) => {
    const size = add(square(x), square(y));
    const scale = where(eq(size, 0), 0, reciprocal(where(eq(size, 0), 1, size)));
    return [mul(x, scale), neg(mul(y, scale))];
  },
});

/**
 * The angle of the point (x, y), elementwise: radians between -pi and pi. Operands broadcast and
 * promote; two of int32 or bool become float32. The gradient at the origin is 0.
 * Source: https://pytorch.org/docs/stable/generated/torch.atan2.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(atan2(tensor([1]), tensor([1])).toString()); // tensor([0.7854])
 */
export function atan2(y: TensorLike, x: TensorLike): Tensor {
  return arctan2(y, x);
}

/** sinh of x >= 0: by e^x - 1 while that is small, by two factors where e^x overflows first. */
function hyperbolicSine(x: Tensor): Tensor {
  const small = expm1(x);
  const root = exp(mul(x, 0.5));
  const near = mul(add(small, div(small, add(small, 1))), 0.5);
  return where(lt(x, 1), near, sub(mul(mul(root, 0.5), root), div(div(0.5, root), root)));
}

function hyperbolicCosine(x: Tensor): Tensor {
  const root = exp(mul(abs(x), 0.5));
  return add(mul(mul(root, 0.5), root), div(div(0.5, root), root));
}

const sineH = withSlope({
  name: 'sinh',
  value: (x) => odd(x, hyperbolicSine),
  slope: (x) => cosh(x),
});

const cosineH = withSlope({ name: 'cosh', value: hyperbolicCosine, slope: (x) => sinh(x) });

/**
 * Hyperbolic sine, (e^x - e^-x) / 2, elementwise. An int32 or bool becomes float32.
 * @example
 * console.log(sinh(tensor([0, 1])).toString()); // tensor([0.0000, 1.1752])
 */
export function sinh(x: TensorLike): Tensor {
  return sineH(x);
}

/**
 * Hyperbolic cosine, (e^x + e^-x) / 2, elementwise. An int32 or bool becomes float32.
 * @example
 * console.log(cosh(tensor([0, 1])).toString()); // tensor([1.0000, 1.5431])
 */
export function cosh(x: TensorLike): Tensor {
  return cosineH(x);
}

/** Beyond it x^2 + 1 is x^2, and the square may overflow. */
const large = 1e9;

const areaSine = withSlope({
  name: 'asinh',
  value: (x) =>
    odd(x, (size) => {
      const square2 = square(where(lt(size, large), size, 0));
      const near = log1p(add(size, div(square2, add(sqrt(add(square2, 1)), 1))));
      return where(lt(size, large), near, add(log(size), Math.LN2));
    }),
  slope: (x) => rsqrt(add(square(x), 1)),
});

/**
 * Inverse hyperbolic sine, elementwise. An int32 or bool becomes float32.
 * @example
 * console.log(asinh(tensor([0, 1])).toString()); // tensor([0.0000, 0.8814])
 */
export function asinh(x: TensorLike): Tensor {
  return areaSine(x);
}

const areaCosine = withSlope({
  name: 'acosh',
  value: (x) => {
    const above = sub(
      where(
        when(() => lt(large, x)),
        large,
        x,
      ),
      1,
    );
    const near = log1p(add(above, sqrt(mul(above, add(above, 2)))));
    // A product of two huge negative numbers is no longer a root of a negative one.
    const real = where(lt(x, 1), Number.NaN, near);
    return where(lt(large, x), add(log(x), Math.LN2), real);
  },
  slope: (x) => rsqrt(sub(square(x), 1)),
});

/**
 * Inverse hyperbolic cosine, elementwise: NaN below 1. An int32 or bool becomes float32.
 * @example
 * console.log(acosh(tensor([1, 2])).toString()); // tensor([0.0000, 1.3170])
 */
export function acosh(x: TensorLike): Tensor {
  return areaCosine(x);
}

const areaTangent = withSlope({
  name: 'atanh',
  value: (x) => odd(x, (size) => mul(log1p(div(mul(size, 2), sub(1, size))), 0.5)),
  slope: (x) => reciprocal(sub(1, square(x))),
});

/**
 * Inverse hyperbolic tangent, elementwise: infinite at -1 and 1, NaN outside. An int32 or bool
 * becomes float32.
 * @example
 * console.log(atanh(tensor([0, 0.5])).toString()); // tensor([0.0000, 0.5493])
 */
export function atanh(x: TensorLike): Tensor {
  return areaTangent(x);
}
