/** Pictures of characters, for terminals: a track with one mark, and grids. */

const trackWidth = 41;

/** `[----^----]`: where a value stands between two ends. */
export function track(value: number, low: number, high: number, mark = '^'): string {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  const at = Math.round(share * (trackWidth - 1));
  return `[${'-'.repeat(at)}${mark}${'-'.repeat(trackWidth - 1 - at)}]`;
}

/** A number with its sign, of a fixed width. */
export function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;
}
