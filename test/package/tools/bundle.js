/**
 * `node bundle.js <bundler> <folder> <name>` bundles `name.js` of a folder for browsers into
 * `name-<bundler>.mjs` beside it, one file with all that is loaded later too. esbuild and Vite, which
 * are fast, also leave out what is not used, and minify.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodeResolve from '@rollup/plugin-node-resolve';
import { build as esbuild } from 'esbuild';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import webpack from 'webpack';

const [bundler = '', folder = '', name = ''] = process.argv.slice(2);
const entry = join(folder, `${name}.js`);
const file = `${name}-${bundler}.mjs`;
const outfile = join(folder, file);

const bundlers = {
  async esbuild() {
    await esbuild({ entryPoints: [entry], outfile, bundle: true, minify: true, format: 'esm' });
  },
  async rollup() {
    const plugins = [nodeResolve({ browser: true })];
    // Without a plugin, what is missing stays an import, which the page's browser reports.
    const options = { input: entry, plugins, treeshake: false, onwarn: () => {} };
    const bundle = await rollup(options);
    await bundle.write({ file: outfile, format: 'es', inlineDynamicImports: true });
  },
  async vite() {
    await vite({
      root: folder,
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: join(folder, 'out-vite'),
        minify: true,
        modulePreload: false,
        rolldownOptions: {
          input: entry,
          preserveEntrySignatures: 'strict',
          output: { codeSplitting: false, entryFileNames: file },
        },
      },
    });
    writeFileSync(outfile, readFileSync(join(folder, 'out-vite', file)));
  },
  async webpack() {
    const compiler = webpack({
      mode: 'production',
      target: ['web', 'es2022'],
      context: folder,
      entry: `./${name}.js`,
      output: { path: folder, filename: file, library: { type: 'module' } },
      experiments: { outputModule: true },
      plugins: [new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })],
      optimization: { minimize: false },
    });
    await new Promise((done, fail) => {
      compiler.run((error, stats) => {
        const broken =
          error ?? (stats.hasErrors() ? new Error(stats.toString('errors-only')) : null);
        compiler.close(() => (broken === null ? done() : fail(broken)));
      });
    });
  },
};

await bundlers[bundler]();
