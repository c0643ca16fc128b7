/**
 * The error function in double precision, which JavaScript lacks. Rational approximations on five
 * intervals with the coefficients that Sun's fdlibm publishes for s_erf.c (after W. J. Cody,
 * "Rational Chebyshev approximations for the error function", 1969).
 */

/** Coefficients of numerator and denominator, constant term first. */
interface Rational {
  readonly p: readonly number[];
  readonly q: readonly number[];
}

/** erf(x) = x + x R(x^2) for |x| < 0.84375. */
const small: Rational = {
  p: [
    0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442,
    -2.3763016656650163e-5,
  ],
  q: [
    1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164,
    -3.960228278775368e-6,
  ],
};

/** erf(x) = middleValue + R(|x| - 1) for 0.84375 <= |x| < 1.25. */
const middle: Rational = {
  p: [
    -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175,
    -0.11089469428239668, 0.035478304325618236, -0.002166375594868791,
  ],
  q: [
    1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164,
    0.01363708391202905, 0.011984499846799107,
  ],
};
const middleValue = 0.8450629115104675;

/** 1 - erf(x) = exp(-x^2 - 0.5625 + R(1 / x^2)) / x for 1.25 <= x < 1 / 0.35. */
const large: Rational = {
  p: [
    -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006,
    -162.39666946257347, -184.60509290671104, -81.2874355063066, -9.814329344169145,
  ],
  q: [
    1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679,
    429.00814002756783, 108.63500554177944, 6.570249770319282, -0.0604244152148581,
  ],
};

/** The same beyond, up to 6, where 1 - erf(x) < 2^-54. */
const largest: Rational = {
  p: [
    -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192,
    -637.5664433683896, -1025.0951316110772, -483.5191916086514,
  ],
  q: [
    1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955,
    2553.0504064331644, 474.52854120695537, -22.44095244658582,
  ],
};

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

function ratio({ p, q }: Rational, x: number): number {
  return polynomial(p, x) / polynomial(q, x);
}

/** 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x; within 1 ulp, NaN for NaN. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 0.84375) return x + x * ratio(small, x * x);
  if (Number.isNaN(x)) return x;
  return Math.sign(x) * erfAbove(size);
}

/** erf of x >= 0.84375. */
function erfAbove(x: number): number {
  if (x < 1.25) return middleValue + ratio(middle, x - 1);
  if (x >= 6) return 1;
  const r = ratio(x < 1 / 0.35 ? large : largest, 1 / (x * x));
  // exp(-x^2) loses digits as x^2 grows: with z = x to 24 bits, -x^2 = -z^2 + (z - x)(z + x), z^2
  // exact.
  const z = Math.fround(x);
  return 1 - (Math.exp(-z * z - 0.5625) * Math.exp((z - x) * (z + x) + r)) / x;
}
