/**
 * One word for one thing, below the tensors: words that the glossary of CONTRIBUTING.md replaced
 * are not used again, in names and in comments.
 */

import { partOf } from './floors.js';
import { type Check, findingAt, type Source } from './source.js';

/** Words that are gone, and those that stand for them now. */
const replaced: readonly (readonly [old: RegExp, now: string])[] = [
  [/\b(is|a|b)?turned(?! out)(Operands?|Tiles|Cost)?\b/gi, 'transposed, swapped or reversed'],
  [/\b(stands?|standing) in memory\b/gi, 'materialized'],
  [/\bin-?memory nodes?\b|\bnodesInMemory\b/gi, 'materialized nodes'],
  [/\bfollowers(Of)?\b|\bFollowRule\b/g, 'epilogue'],
  [/\btold (over|for)\b|\btoldFor\b/gi, 're-indexed'],
  [/\b(drop|without)Unread\b/g, 'dead stores'],
  [/\bPassPlan\b|\bplanPasses\b/g, 'loop fission'],
  [/\bdepartures(Of)?\b/g, 'rebind count'],
  [/\bscalarPlaces\b/g, 'offsets'],
];

/** Folders of `src/` that speak of graphs and kernels. */
const parts: ReadonlySet<string> = new Set([
  'graph',
  'kernel',
  'wasm',
  'compiler',
  'backend',
  'runtime',
  'gradient',
  'explain',
]);

function isInside({ path }: Source): boolean {
  return parts.has(partOf(path) ?? '');
}

/** No replaced word comes back. */
export const checkVocabulary: Check = (sources) =>
  sources
    .filter(isInside)
    .flatMap((source) =>
      replaced.flatMap(([old, now]) =>
        [...source.text.matchAll(old)].map(({ index, 0: word }) =>
          findingAt(source, index, `'${word}' is ${now} (see the glossary in CONTRIBUTING.md)`),
        ),
      ),
    );
