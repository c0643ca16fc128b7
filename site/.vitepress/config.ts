/** The site: what stands in its bars, and how it is searched. Pages are made by ../build.ts. */

import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';

const cache = new URL('../.cache/', import.meta.url);
const outline = JSON.parse(readFileSync(new URL('outline.json', cache), 'utf8'));

export default defineConfig({
  title: 'Chainrule',
  description: 'Deep learning for TypeScript: a guide, a reference, and pages that run.',
  lang: 'en',
  srcDir: '.cache/pages',
  cacheDir: '.cache/vitepress',
  outDir: 'dist',
  cleanUrls: false,
  // Links that lead nowhere end the build.
  ignoreDeadLinks: false,
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        miniSearch: { searchOptions: { fuzzy: 0.1, prefix: true, boost: { title: 4, titles: 2 } } },
      },
    },
    outline: { level: [2, 3], label: 'On this page' },
    nav: outline.nav,
    sidebar: outline.sidebar,
    docFooter: { prev: 'Before', next: 'Next' },
    footer: {
      message: 'Free software under the MIT licence. Nothing on these pages leaves your machine.',
    },
  },
});
