/**
 * The layout of `src/` and `studio/`: no folder is a crowd, and neither files nor folders import
 * each other in a circle, imports of types included. An `index.ts` is the face of its folder and
 * may show what lies deeper.
 */

import { dirname } from 'node:path/posix';
import type { Check, Finding, Source } from './source.js';

/** More files than this in one folder, and it says what its groups are. */
export const mostFiles = 15;

/** Folders whose layout counts. */
const laidOut = /^(src|studio)\//;

function isLaidOut({ path }: Source): boolean {
  return laidOut.test(path);
}

/** One file for each part of `src/`, written by a script. */
const generated = 'src/signatures';

/** No folder of them holds more than `mostFiles` files. */
export const checkFolders: Check = (sources) => {
  const files = new Map<string, Source[]>();
  for (const source of sources.filter(isLaidOut)) {
    const folder = dirname(source.path);
    if (folder === generated) continue;
    files.set(folder, [...(files.get(folder) ?? []), source]);
  }
  return [...files].flatMap(([folder, { length }]) =>
    length > mostFiles
      ? [{ path: folder, line: 1, message: `${length} files; group them in folders that say what` }]
      : [],
  );
};

/** Names with the names that they need. */
type Graph = Map<string, Set<string>>;

/** All that `from` leads to, in any number of steps. */
function reachable(from: string, graph: Graph): Set<string> {
  const seen = new Set(graph.get(from));
  for (const name of seen) for (const need of graph.get(name) ?? []) seen.add(need);
  return seen;
}

/** Names that lead back to themselves. */
function inCircles(graph: Graph): string[] {
  return [...graph.keys()].filter((name) => reachable(name, graph).has(name)).sort();
}

function graphOf(
  sources: readonly Source[],
  nameOf: (path: string) => string,
  isCounted: (source: Source) => boolean,
): Graph {
  const graph: Graph = new Map();
  for (const source of sources.filter((one) => isLaidOut(one) && isCounted(one))) {
    const from = nameOf(source.path);
    const needs = graph.get(from) ?? new Set();
    graph.set(from, needs);
    for (const { target } of source.imports) {
      const to = nameOf(target);
      if (laidOut.test(target) && to !== from) needs.add(to);
    }
  }
  return graph;
}

const isNoFace = ({ path }: Source): boolean => !path.endsWith('/index.ts');

/** Neither files nor folders need each other in a circle. */
export const checkCircles: Check = (sources) => {
  const circleOf = (names: readonly string[], what: string): Finding[] =>
    names.map((path) => ({ path, line: 1, message: `${what} import each other in a circle` }));
  return [
    ...circleOf(
      inCircles(
        graphOf(
          sources,
          // Imports name what is compiled, so pages are called by the same ending.
          (path) => path.replace(/\.tsx$/, '.ts'),
          () => true,
        ),
      ),
      'files',
    ),
    ...circleOf(inCircles(graphOf(sources, dirname, isNoFace)), 'folders'),
  ];
};
