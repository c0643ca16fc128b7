/** The site: what stands in its bars, and how it is searched. Pages are made by ../build.ts. */

import { readFileSync } from 'node:fs';
import { createCssVariablesTheme, type ShikiTransformer } from 'shiki';
import { defineConfig } from 'vitepress';

const cache = new URL('../.cache/', import.meta.url);
const outline = JSON.parse(readFileSync(new URL('outline.json', cache), 'utf8'));

/** Words of code get a class instead of a style each: half the bytes, and colours of our own. */
const theme = createCssVariablesTheme({
  name: 'classes',
  variablePrefix: '--s-',
  fontStyle: false,
});
/** Kinds that have a colour, in one letter: there are twenty thousand of such words. */
const letters: Readonly<Record<string, string>> = {
  keyword: 'k',
  string: 's',
  'string-expression': 's',
  constant: 'c',
  function: 'f',
  comment: 'm',
};
const asClasses: ShikiTransformer = {
  name: 'classes',
  pre(node) {
    delete node.properties.style;
  },
  span(node) {
    const kind = /--s-token-([\w-]+)/.exec(String(node.properties.style ?? ''))?.[1];
    delete node.properties.style;
    const letter = letters[kind ?? ''];
    if (letter !== undefined) node.properties.class = `t-${letter}`;
  },
  // Words of no colour need no element.
  line(node) {
    node.children = node.children.flatMap((word) =>
      word.type === 'element' && word.properties.class === undefined ? word.children : [word],
    ) as typeof node.children;
  },
};

/** Examples of the reference are found by their names; their code would double the index. */
const withoutExamples = (path: string, markdown: string): string =>
  path.startsWith('reference/') ? markdown.replace(/^```ts$.*?^```$/gms, '') : markdown;

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
  // Pages are loaded whole (theme/index.ts), so there is nothing to fetch before a click.
  router: { prefetchLinks: false },
  // What the bars hold stands in one file, and not in every page.
  metaChunk: true,
  markdown: { theme, codeTransformers: [asClasses] },
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        translations: { button: { buttonText: 'Search', buttonAriaLabel: 'Search' } },
        miniSearch: { searchOptions: { fuzzy: 0.1, prefix: true, boost: { title: 4, titles: 2 } } },
        _render: (markdown, env, md) => md.render(withoutExamples(env.relativePath, markdown), env),
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
