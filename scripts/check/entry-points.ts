/**
 * The entry points of the package, read from its manifest: the names that users import from, and
 * the source file behind each.
 */

import manifest from '../../package.json' with { type: 'json' };

/**
 * One subpath export: `./data` is imported as `chainrule/data` and written in `src/data/index.ts`.
 */
export interface EntryPoint {
  readonly name: string;
  readonly source: string;
}

/** Every subpath export that is code. */
export const entryPoints: readonly EntryPoint[] = Object.entries(manifest.exports).flatMap(
  ([subpath, target]) => {
    if (typeof target === 'string') return [];
    const name = subpath.replace(/^\./, manifest.name);
    return [{ name, source: target.default.replace(/^\.\/dist\/(.+)\.js$/, 'src/$1.ts') }];
  },
);
