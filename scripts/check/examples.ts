/** TypeScript examples in Markdown: finds the blocks, and what their comments say they print. */

/** One fenced `ts` block. */
export interface Example {
  /** Line of the first line of code, from 1. */
  readonly line: number;
  readonly code: string;
  /** What each `console.log(...); // text` prints, in order of appearance. */
  readonly printed: readonly string[];
}

/** Every fenced TypeScript block of a Markdown text. */
export function examplesIn(markdown: string): Example[] {
  return [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => {
    const code = match[1] ?? '';
    const printed = [...code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map(
      (one) => one[1] ?? '',
    );
    return { line: markdown.slice(0, match.index).split('\n').length + 1, code, printed };
  });
}
