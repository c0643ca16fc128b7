/**
 * Integers of a kernel as sums: a constant, multiples of variables, and the array that an address
 * lies in. Sizes and strides of one launch become numbers on the way, so that addresses can be read
 * as indices.
 */

/** `base + constant + sum of text * factor`, in bytes for an address. */
export interface Linear {
  /** The array whose start is part of the sum, null for a plain integer. */
  readonly base: string | null;
  readonly constant: number;
  /** Factors of what is no constant, by its text. */
  readonly terms: ReadonlyMap<string, number>;
}

/** A constant. */
export function constantOf(constant: number, base: string | null = null): Linear {
  return { base, constant, terms: new Map() };
}

/** Something that only a text says. */
export function termOf(text: string): Linear {
  return { base: null, constant: 0, terms: new Map([[text, 1]]) };
}

/** `a + sign * b`; null for a sum or a difference of two addresses. */
export function sumOf(a: Linear, b: Linear, sign: 1 | -1): Linear | null {
  if (b.base !== null && (a.base !== null || sign < 0)) return null;
  const terms = new Map(a.terms);
  for (const [text, factor] of b.terms) terms.set(text, (terms.get(text) ?? 0) + sign * factor);
  for (const [text, factor] of terms) if (factor === 0) terms.delete(text);
  return { base: a.base ?? b.base, constant: a.constant + sign * b.constant, terms };
}

/** `a * factor`; null for an address. */
export function scaled(a: Linear, factor: number): Linear | null {
  if (a.base !== null) return null;
  const terms = new Map<string, number>();
  if (factor !== 0) for (const [text, own] of a.terms) terms.set(text, own * factor);
  return { base: null, constant: a.constant * factor, terms };
}

/** Whether all of a sum is a multiple of `unit`. */
function isMultiple({ constant, terms }: Linear, unit: number): boolean {
  return constant % unit === 0 && [...terms.values()].every((factor) => factor % unit === 0);
}

/** The sum without its base, in multiples of `unit`: `i * 100 + j + 4`. */
export function linearText(sum: Linear, unit = 1): string {
  const { constant, terms } = sum;
  if (!isMultiple(sum, unit)) return `(${linearText(sum)}) / ${unit}`;
  const parts = Array.from(terms, ([text, factor]) => {
    const times = factor / unit;
    if (times === 1) return text;
    return times === -1 ? `-${text}` : `${text} * ${times}`;
  });
  if (constant !== 0 || parts.length === 0) parts.push(String(constant / unit));
  return parts.join(' + ').replaceAll('+ -', '- ');
}
