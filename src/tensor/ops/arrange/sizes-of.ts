/** Sizes as people write them: one list, or one number after the other. */

/** `view([2, 3])` and `view(2, 3)`. */
export type Sizes = readonly (number | readonly number[])[];

/** The numbers. */
export function sizesOf(sizes: Sizes): readonly number[] {
  return sizes.flat();
}
