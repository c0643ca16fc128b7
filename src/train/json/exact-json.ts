/** JSON that brings every number back, NaN and infinities included, for which JSON has no word. */

const words: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** The key of an object that stands for a number. */
const key = '$number';

/** `value` as JSON; a number that JSON cannot hold becomes `{ "$number": "NaN" }`. */
export function toExactJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'number' && !Number.isFinite(one) ? { [key]: String(one) } : one,
  );
}

/** The value of such a text. Throws `SyntaxError` when it is not JSON. */
export function fromExactJson(text: string): unknown {
  return JSON.parse(text, (_, one: unknown) => {
    if (typeof one !== 'object' || one === null || !(key in one)) return one;
    return words[String(one[key])] ?? one;
  });
}
