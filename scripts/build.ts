/**
 * `npm run build`, or `tsx scripts/build.ts <folder>`: makes `dist/` from `src/`. Declarations come
 * from `tsc`, one for each source; code comes from the bundler, one file for each entry point and
 * one for all that the main entry stands on, because each file of a module graph costs half a
 * millisecond to load. Comments are left out, since engines read them at each start; names and
 * lines stay as they are, so that traces can be read, and source maps lead to `src/`.
 */

import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'rolldown';
import manifest from '../package.json' with { type: 'json' };
import { entryPoints } from './check/entry-points.js';
import { partOf, steps } from './check/floors.js';
import { readSources, resolveSpecifier } from './check/source.js';
import { buildPages } from './studio/build-pages.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const out = resolve(process.argv[2] ?? join(root, 'dist'));

/** Parts of `src/` up to the main entry. They are one file, so that no class can be there twice. */
const engineParts = new Set(
  steps.slice(0, 1 + steps.findIndex((parts) => parts.includes('index'))).flat(),
);

/** Files with an `export * as name`, each with the files that such names stand for. */
const namespaces: ReadonlyMap<string, readonly string[]> = new Map(
  readSources(root, ['src']).flatMap(({ path, program }) => {
    const targets = program.body.flatMap((statement) =>
      statement.type === 'ExportAllDeclaration' && statement.exported !== null
        ? resolveSpecifier(path, statement.source.value)
        : [],
    );
    return targets.length === 0 ? [] : [[path, targets] as const];
  }),
);

/** What a page gets another form of: the name in `imports` of the manifest, and both sources. */
const byPlatform: ReadonlyMap<string, { readonly name: string; readonly inBrowser: string }> =
  new Map(
    Object.entries(manifest.imports).map(([name, target]) => {
      const inBrowser = sourceOf(target.browser);
      return [sourceOf(target.default), { name, inBrowser }];
    }),
  );

/** `./dist/a/b.js` is made of `src/a/b.ts`. */
function sourceOf(built: string): string {
  return built.replace(/^\.\/dist\/(.+)\.js$/, 'src/$1.ts');
}

/** What stays a module of its own: both kinds. */
const modules = new Set([...namespaces].flatMap(([path, targets]) => [path, ...targets]));

/** The path of a source relative to the root. */
function sourcePath(file: string): string {
  return relative(root, file).replaceAll('\\', '/');
}

function isEngine(path: string): boolean {
  const part = partOf(path);
  return part !== undefined && engineParts.has(part) && !namespaces.has(path);
}

/** `src/a/b.ts` becomes the entry `a/b`. */
function entryName(path: string): string {
  return path.replace(/^src\/(.+)\.ts$/, '$1');
}

/**
 * Keeps `nn` and the like modules, of which bundlers leave out what a page does not use, and what
 * the manifest chooses between.
 */
const keepModules: Plugin = {
  name: 'keep-modules',
  resolveId(source, importer) {
    if (importer === undefined) return null;
    const from = sourcePath(importer);
    const path = resolveSpecifier(from, source);
    const chosen = byPlatform.get(path);
    if (chosen !== undefined) return { id: chosen.name, external: true };
    if (isEngine(from) || !modules.has(path)) return null;
    // As if it lay in the root, which is what the bundler makes such a path relative to.
    return { id: join(root, `${entryName(path)}.js`), external: 'relative' };
  },
};

function writeDeclarations(): void {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['-p', join(root, 'tsconfig.build.json'), '--outDir', out];
  const { status } = spawnSync(process.execPath, [compiler, ...options], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the declarations were not written');
}

/** What is built: the entry points, the command line, and what the benchmarks alone look into. */
function inputs(): Record<string, string> {
  const forms = [...byPlatform].flatMap(([path, { inBrowser }]) => [path, inBrowser]);
  const entries = entryPoints.map(({ source }) => source);
  const sources = [...entries, ...modules, ...forms, 'src/cli/main.ts'];
  const named = sources.map((path) => [entryName(path), join(root, path)]);
  return { ...Object.fromEntries(named), internals: join(root, 'bench/internals.ts') };
}

async function writeCode(): Promise<void> {
  await build({
    cwd: root,
    input: inputs(),
    platform: 'neutral',
    // Of packages that are bundled, one is CommonJS, which names its file in `main` alone.
    resolve: { mainFields: ['module', 'main'] },
    external: [/^node:/, 'stream', ...Object.keys(manifest.peerDependencies)],
    plugins: [keepModules],
    transform: { target: 'es2022' },
    // The manifest speaks of the files of `dist/`; users' bundlers leave out what a page does not
    // use.
    treeshake: { moduleSideEffects: [{ test: /./, sideEffects: true }] },
    output: {
      dir: out,
      sourcemap: true,
      comments: { legal: true, annotation: true, jsdoc: false },
      // The package has the sources, too.
      sourcemapExcludeSources: true,
      minifyInternalExports: false,
      chunkFileNames: 'chunks/[name].js',
      codeSplitting: { groups: [{ name: 'engine', test: (id) => isEngine(sourcePath(id)) }] },
    },
  });
}

rmSync(out, { recursive: true, force: true });
writeDeclarations();
await writeCode();
// npm makes the command executable once, when it links it: a second build would take that away.
chmodSync(join(out, 'cli/main.js'), 0o755);
await buildPages(join(out, 'studio/pages'));
