/**
 * The tables of the ziggurat method for normal numbers: 256 strips of equal area under exp(-x^2 /
 * 2). Source: Marsaglia and Tsang, "The ziggurat method for generating random variables", 2000,
 * https://doi.org/10.18637/jss.v005.i08
 */

/** Where the tail begins. */
export const tailStart = 3.6541528853610088;

/** Area of each strip: the last rectangle and the tail beyond it. */
const stripArea = 0.004928673233974655;

/** Numbers of 52 bits. */
const mantissa = 2 ** 52;

/** By strip: width per unit, largest number that is surely inside, and height of its upper edge. */
export interface NormalTables {
  readonly widths: Float64Array;
  readonly inside: Float64Array;
  readonly heights: Float64Array;
}

/** Computes the tables. */
export function normalTables(): NormalTables {
  const widths = new Float64Array(256);
  const inside = new Float64Array(256);
  const heights = new Float64Array(256);
  const tailHeight = Math.exp(-0.5 * tailStart * tailStart);
  let right = tailStart;
  let below = tailHeight;
  widths[255] = tailStart / mantissa;
  heights[255] = tailHeight;
  // Strip 0 is the tail and the rectangle beside it.
  inside[0] = ((tailStart * tailHeight) / stripArea) * mantissa;
  widths[0] = stripArea / tailHeight / mantissa;
  heights[0] = 1;
  for (let strip = 254; strip > 0; strip--) {
    const x = Math.sqrt(-2 * Math.log(stripArea / right + below));
    inside[strip + 1] = (x / right) * mantissa;
    widths[strip] = x / mantissa;
    below = Math.exp(-0.5 * x * x);
    heights[strip] = below;
    right = x;
  }
  return { widths, inside, heights };
}
