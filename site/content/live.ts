/** What programs need to run on a page of the site: the package, what draws, and the programs. */

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { minify } from 'rolldown/utils';

/** The peers that draw, each bundled into one file. */
const drawing: Readonly<Record<string, string>> = {
  vega: 'vega.js',
  'vega-lite': 'vega-lite.js',
  '@viz-js/viz': 'viz.js',
};

/** Of these only a third is served; the pages of the studio, which share the other, unpack none. */
const isPacked = /^vega/;

/** A module that unpacks the code beside it, and hands its exports on as `library`. */
const unpacking = (
  file: string,
): string => `const packed = await fetch(new URL('${file}', import.meta.url));
const code = packed.body.pipeThrough(new DecompressionStream('gzip'));
const text = await new Response(code).text();
const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
export const library = await import(address);
`;

/** Parts of the package that no page needs. */
const isForTerminals = /^(cli|tabular|studio|distributed)\b|internals|load-table|render\/png\.js$/;

/** The same code in fewer letters. Names stay that are read: errors and modules say theirs. */
async function minified(path: string, text: string): Promise<string> {
  const { code, errors } = await minify(path, text, {
    module: true,
    compress: { keepNames: { class: true, function: true } },
    mangle: { keepNames: { class: true, function: true } },
  });
  if (errors.length > 0) throw new Error(`site: ${path}: ${errors[0]?.message}`);
  return code;
}

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
    const { output } = await bundle.generate({ format: 'esm', minify: true, codeSplitting: false });
    const { code } = output[0];
    if (isPacked.test(name)) {
      writeFileSync(join(vendor, `${file}.packed`), gzipSync(code, { level: 9 }));
      writeFileSync(join(vendor, file), unpacking(`./${file}.packed`));
    } else writeFileSync(join(vendor, file), code);
    await bundle.close();
  }
  const library = join(target, 'chainrule');
  for (const file of readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js') || isForTerminals.test(file)) continue;
    const path = join(library, file);
    // What `imports` of package.json says of browsers, who do not read it.
    const png = relative(join(path, '..'), join(library, 'viz/render/png-in-browser.js'));
    const built = readFileSync(join(root, 'dist', file), 'utf8').replaceAll(
      '"#viz/png"',
      `"${png}"`,
    );
    const text = built.replace(/import\((['"`])([^'"`]+)\1\)/g, (whole, _, name: string) => {
      const bundled = drawing[name];
      if (bundled === undefined) return whole;
      const loaded = `import('${relative(join(path, '..'), join(vendor, bundled))}')`;
      return isPacked.test(name) ? `${loaded}.then((one) => one.library)` : loaded;
    });
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, await minified(path, text));
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
