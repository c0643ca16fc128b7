/**
 * Finds a key that occurs twice in one object of a JSON text, which `JSON.parse` passes over in
 * silence. Knows nothing of what the text means.
 */

/** The first repeated key of `text`, which must be valid JSON; null when there is none. */
export function findDuplicateKey(text: string): string | null {
  const open: Set<string>[] = [];
  let last: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      const end = endOfString(text, at);
      last = text.slice(at, end);
      at = end - 1;
    } else if (char === '{') {
      open.push(new Set());
    } else if (char === '}') {
      open.pop();
    } else if (char === ':' && last !== null) {
      // Escapes are undone first: "a" and "\u0061" are the same key.
      const key = String(JSON.parse(last));
      const seen = open.at(-1);
      if (seen?.has(key)) return key;
      seen?.add(key);
    }
  }
  return null;
}

/** The position after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
