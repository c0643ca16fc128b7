/** The word that was probably meant by one that does not exist. */

/**
 * Fewest insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`
 * (optimal string alignment). Source: https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance
 */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const replaced = (last[j - 1] ?? 0) + (same ? 0 : 1);
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = swaps ? (before[j - 2] ?? 0) + 1 : replaced;
      row.push(Math.min(replaced, swapped, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The candidate nearest to `word`, when at most a third of it differs; otherwise null. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const ranked = candidates
    .map((candidate) => ({ candidate, far: distance(word, candidate) }))
    .sort((a, b) => a.far - b.far);
  const [best] = ranked;
  if (best === undefined) return null;
  return best.far <= Math.max(1, best.candidate.length / 3) ? best.candidate : null;
}

/** `". Did you mean 'train'?"`, or an empty text when nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const guess = nearest(word, candidates);
  return guess === null ? '' : `. Did you mean '${guess}'?`;
}
