/**
 * The floors of the house (`docs/design.md`, section 2) and the rules on imports: they only go
 * down, `scalar/` imports nothing, and what a browser loads reaches no module of Node. Import
 * cycles between files are Biome's `noImportCycles`.
 */

import type { Check, Finding, Source } from './source.js';

/** Folders and files of `src/` from the bottom up; one row is one step, its members are equals. */
export const steps: readonly (readonly string[])[] = [
  ['errors', 'list', 'warnings', 'calls', 'graph'],
  ['signatures'],
  ['kernel'],
  ['wasm'],
  ['compiler'],
  ['backend'],
  ['runtime'],
  ['gradient'],
  ['autodiff', 'tensor'],
  ['expression'],
  ['nn', 'optim'],
  ['distributions'],
  ['index'],
  ['explain'],
  ['train', 'data', 'io', 'metrics', 'viz', 'rl', 'estimators', 'tabular'],
  ['distributed'],
  ['studio'],
  ['cli'],
];

/** Entry points that a page can load: nothing they reach may import from Node. */
export const browserEntries: readonly string[] = [
  'src/index.ts',
  'src/data/index.ts',
  'src/distributions/index.ts',
  'src/estimators/index.ts',
  'src/explain/index.ts',
  'src/nn/index.ts',
  'src/nn/functional/index.ts',
  'src/optim/index.ts',
  'src/rl/index.ts',
  'src/metrics/index.ts',
  'src/scalar/index.ts',
  'src/train/index.ts',
];

/**
 * `src/tensor/ops/sum.ts` is part of `tensor`, `src/errors.ts` of `errors`; undefined outside
 * `src/`.
 */
export function partOf(path: string): string | undefined {
  return /^src\/([^/]+?)(?:\.ts)?(?:\/|$)/.exec(path)?.[1];
}

const stepOf = new Map(steps.flatMap((parts, step) => parts.map((part) => [part, step] as const)));

/** Why this import is not allowed, or undefined. */
function complaint(from: string, to: string | undefined): string | undefined {
  if (from === to) return undefined;
  if (from === 'scalar') return 'scalar/ stands beside the house and imports nothing';
  if (to === undefined) return undefined;
  const [mine, theirs] = [stepOf.get(from), stepOf.get(to)];
  if (mine === undefined) return `${from}/ has no floor; give it one in scripts/check/floors.ts`;
  if (theirs === undefined) return `${to}/ has no floor that others may import`;
  return theirs > mine ? `imports go down, ${from}/ does not know ${to}/` : undefined;
}

/** Imports only go down the floors, and sources import each other by relative path. */
export const checkFloors: Check = (sources) => {
  const findings: Finding[] = [];
  for (const source of sources) {
    const from = partOf(source.path);
    if (from === undefined) continue;
    for (const { target, line } of source.imports) {
      const message = /^chainrule(\/|$)/.test(target)
        ? 'sources import each other by relative path'
        : complaint(from, partOf(target));
      if (message !== undefined) findings.push({ path: source.path, line, message });
    }
  }
  return findings;
};

/** Folders of `studio/` from the bottom up; the pages do not know each other. */
const studioSteps: readonly (readonly string[])[] = [['design'], ['runs', 'stepper', 'playground']];
const studioPackages = /^(chainrule(\/\w+)?|preact(\/hooks)?|@preact\/signals|uplot|@viz-js\/viz)$/;
const studioStyles = /\.css$/;

/** Why a page may not import this, or undefined. */
function studioComplaint(path: string, target: string): string | undefined {
  if (studioStyles.test(target) || studioPackages.test(target)) return undefined;
  const [mine, theirs] = [path, target].map((one) => /^studio\/(\w+)\//.exec(one)?.[1]);
  if (theirs === undefined) return "pages import the package's public entries only";
  const stepOfFolder = (name: string | undefined): number =>
    studioSteps.findIndex((folders) => folders.includes(name ?? ''));
  if (mine === theirs || stepOfFolder(theirs) < stepOfFolder(mine)) return undefined;
  return `studio/${mine}/ does not know studio/${theirs}/`;
}

/** The studio's pages stand on the public entries, as users' pages do. */
export const checkStudioImports: Check = (sources) =>
  sources
    .filter(({ path }) => path.startsWith('studio/'))
    .flatMap(({ path, imports }) =>
      imports.flatMap(({ target, line }) => {
        const message = studioComplaint(path, target);
        return message === undefined ? [] : [{ path, line, message }];
      }),
    );

/** An import inside a function is a dependency that the floors cannot see. */
export const checkDynamicImports: Check = (sources) =>
  sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ kind }) => kind === 'dynamic' && path.startsWith('src/'))
      .map(({ line, target }) => ({
        path,
        line,
        message: `import of ${target} inside a function`,
      })),
  );

/** Every file that a module graph loads at once, from one entry. */
function reachable(entry: string, byPath: ReadonlyMap<string, Source>): Source[] {
  const seen = new Set([entry]);
  for (const path of seen) {
    for (const { target, kind } of byPath.get(path)?.imports ?? []) {
      if (kind === 'value') seen.add(target);
    }
  }
  return [...seen].flatMap((path) => byPath.get(path) ?? []);
}

/** What a page loads imports nothing that only Node has. */
export const checkBrowserEntries: Check = (sources) => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const loaded = new Set(browserEntries.flatMap((entry) => reachable(entry, byPath)));
  return [...loaded].flatMap(({ path, imports }) =>
    imports
      .filter(({ target, kind }) => kind === 'value' && target.startsWith('node:'))
      .map(({ target, line }) => ({ path, line, message: `${target} is reached from a page` })),
  );
};
