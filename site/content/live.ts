/** What programs need to run on a page of the site: the package, what draws, and the programs. */

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** The peers that draw, each bundled into one file. */
const drawing: Readonly<Record<string, string>> = {
  vega: 'vega.js',
  'vega-lite': 'vega-lite.js',
  '@viz-js/viz': 'viz.js',
};

/** Parts of the package that no page needs. */
const isForTerminals = /^(cli|tabular|studio)\b|internals|load-table/;

/** Copies the built package and points its imports of peers at the bundles beside it. */
async function servePackage(root: string, target: string): Promise<void> {
  const vendor = join(target, 'vendor');
  mkdirSync(vendor, { recursive: true });
  for (const [name, file] of Object.entries(drawing)) {
    const bundle = await rolldown({
      input: fileURLToPath(import.meta.resolve(name)),
      cwd: root,
      logLevel: 'silent',
      platform: 'browser',
    });
    await bundle.write({
      file: join(vendor, file),
      format: 'esm',
      minify: true,
      codeSplitting: false,
    });
    await bundle.close();
  }
  const library = join(target, 'chainrule');
  for (const file of readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js') || isForTerminals.test(file)) continue;
    const path = join(library, file);
    const text = readFileSync(join(root, 'dist', file), 'utf8').replace(
      /import\((['"`])([^'"`]+)\1\)/g,
      (whole, _, name: string) => {
        const bundled = drawing[name];
        return bundled === undefined
          ? whole
          : `import('${relative(join(path, '..'), join(vendor, bundled))}')`;
      },
    );
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Whether a program needs nothing that a page does not have. */
const runsInPages = (code: string): boolean => !/from 'node:|chainrule\/io/.test(code);

/** Writes everything below `target` and returns the names of the programs that run. */
export async function writeLive(root: string, site: string, target: string): Promise<Set<string>> {
  rmSync(target, { recursive: true, force: true });
  await servePackage(root, target);
  cpSync(join(site, 'content/runner.js'), join(target, 'runner.js'));
  const programs = readdirSync(join(root, 'examples/tour')).filter((name) => name.endsWith('.ts'));
  const live = new Set<string>();
  mkdirSync(join(target, 'programs'), { recursive: true });
  for (const file of programs) {
    const code = readFileSync(join(root, 'examples/tour', file), 'utf8');
    if (!runsInPages(code)) continue;
    live.add(file.replace(/\.ts$/, ''));
    writeFileSync(join(target, 'programs', file), code);
  }
  return live;
}
