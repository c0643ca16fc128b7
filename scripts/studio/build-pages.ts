/**
 * Builds the studio's pages from `studio/` into a folder that any host can serve. Colours come from
 * the theme of `chainrule/viz`, so pages and pictures have one source for them.
 */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { type ThemeName, themeOf } from '../../src/viz/style/theme.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = ['index', 'stepper', 'playground'];
const themeSheet = 'theme-tokens.css';

/** The colours of a variant as custom properties. */
function properties(name: ThemeName): string {
  const { series, ...colours } = themeOf('studio', name);
  const rows = [
    ...Object.entries(colours).map(([key, value]) => `--${key}: ${value};`),
    ...series.map((value, i) => `--series-${i + 1}: ${value};`),
    `color-scheme: ${name};`,
  ];
  return rows.join('\n  ');
}

/** Light, dark where the system is dark, and either where the switch says so. */
function themeCss(): string {
  return [
    `:root {\n  ${properties('light')}\n}`,
    `@media (prefers-color-scheme: dark) { :root:not([data-theme='light']) {\n  ${properties('dark')}\n} }`,
    `:root[data-theme='dark'] {\n  ${properties('dark')}\n}`,
  ].join('\n');
}

const themePlugin: Plugin = {
  name: 'theme-tokens',
  resolveId: (source) => (source === `virtual:${themeSheet}` ? `\0${themeSheet}` : null),
  load: (id) => (id === `\0${themeSheet}` ? themeCss() : null),
};

/** The manifest speaks of the side effects of files of `dist/`; those of `src/` all count. */
const keepSources: Plugin = {
  name: 'keep-sources',
  transform: (code, id) =>
    id.startsWith(join(root, 'src')) ? { code, map: null, moduleSideEffects: true } : null,
};

/** Builds all pages into `out`. */
export async function buildPages(out: string): Promise<void> {
  const inputs = pages.map((name) => [name, join(root, 'studio', `${name}.html`)]);
  await build({
    root: join(root, 'studio'),
    configFile: false,
    logLevel: 'warn',
    // Relative, so that the pages run in any folder of any host.
    base: './',
    plugins: [themePlugin, keepSources],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    resolve: {
      alias: [
        { find: /^chainrule$/, replacement: join(root, 'src/index.ts') },
        { find: /^chainrule\/(.+)$/, replacement: join(root, 'src/$1/index.ts') },
      ],
    },
    worker: { format: 'es', plugins: () => [keepSources] },
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: Object.fromEntries(inputs) },
    },
  });
}
