/** What rules learn of a training that other rules go by. */

/** Facts of the last step that was looked at closely. */
export interface Vitals {
  /** Largest update beside its weight; null before one was seen. */
  updateRatio: number | null;
  /** Whether the loss was seen to be plain cross-entropy, so that it does not weigh classes. */
  isPlainLoss: boolean;
}
