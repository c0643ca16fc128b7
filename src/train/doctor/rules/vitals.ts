/** What rules learn of a training that other rules go by. */

/** Facts of the last step that was looked at closely. */
export interface Vitals {
  /** Largest update beside its weight; null before one was seen. */
  updateRatio: number | null;
  /**
   * Whether the loss has been plain cross-entropy, which weighs all classes alike; null: not seen.
   */
  isPlainLoss: boolean | null;
}
