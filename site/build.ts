/**
 * `npm run docs`: builds the documentation site into `site/dist/`, from the guide, the documents
 * and the doc comments. Installs what it needs in this folder first. `--keep-reference` takes what
 * TypeDoc found last time, which is the slow part, `--keep-build` the package that was built last.
 */

import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };
import { drawCurves } from './content/curves.js';
import { withFewerBytes } from './content/fewer-bytes.js';
import { slugs } from './content/groups.js';
import { writeLive } from './content/live.js';
import { relinked, withLivePrograms } from './content/pages.js';
import { type Entry, referencePages } from './content/reference.js';
import { writeStudio } from './content/studio.js';

const site = fileURLToPath(new URL('./', import.meta.url));
const root = fileURLToPath(new URL('../', import.meta.url));
const cache = join(site, '.cache');
const pages = join(cache, 'pages');
const shared = join(pages, 'public');

function run(command: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`site: ${command} ${args.join(' ')} ended with ${status}`);
}
const write = (path: string, text: string | Uint8Array): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

const step = (what: string): void => console.log(`site: ${what}`);
if (!existsSync(join(site, 'node_modules'))) run('npm', ['ci', '--no-audit', '--no-fund'], site);
// Anew, so that the programs of the pages run with what the reference tells about.
if (!(process.argv.includes('--keep-build') && existsSync(join(root, 'dist/index.js'))))
  run('npm', ['run', '--silent', 'build'], root);

const found = join(cache, 'exports.json');
mkdirSync(cache, { recursive: true });
if (!(process.argv.includes('--keep-reference') && existsSync(found))) {
  step('reading the exports');
  run(process.execPath, ['content/read-exports.mjs', root.replace(/\/$/, ''), found], site);
}

rmSync(pages, { recursive: true, force: true });
step('the programs that run in pages');
const live = await writeLive(root, site, join(shared, 'live'));

const sourceAddress = (path: string): string => `${manifest.homepage}/blob/main/${path}`;

/** Every document of the repository that becomes a page: its place on the site. */
const folders: Readonly<Record<string, string>> = {
  'docs/guide': 'guide',
  'docs/how-to': 'how-to',
  'docs/coming-from': 'coming-from',
  docs: 'docs',
};
const places = new Map<string, string>([
  ['CHANGELOG.md', 'docs/changelog'],
  ['CONTRIBUTING.md', 'docs/contributing'],
]);
for (const [folder, place] of Object.entries(folders)) {
  for (const name of existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : []) {
    if (!name.endsWith('.md')) continue;
    const page = name === 'README.md' ? 'index' : name.replace(/\.md$/, '');
    places.set(`${folder}/${name}`, `${place}/${page}`);
  }
}
const takePicture = (path: string): string => {
  write(join(shared, 'pictures', path), readFileSync(join(root, path)));
  return `/pictures/${path}`;
};
const titleOf = (markdown: string): string => /^# (.+)$/m.exec(markdown)?.[1] ?? '';
const titles = new Map<string, string>();
for (const [document, place] of places) {
  const markdown = readFileSync(join(root, document), 'utf8');
  titles.set(place, titleOf(markdown));
  const linked = relinked(document, markdown, { root, places, sourceAddress, takePicture });
  // The outline of a chapter names its sections; each of them has an exercise.
  const head = place.startsWith('guide/') ? '---\noutline: 2\n---\n' : '';
  write(
    join(pages, `${place}.md`),
    head + withLivePrograms(linked, (program) => live.has(program)),
  );
}

step('the reference');
const entries: Entry[] = JSON.parse(readFileSync(found, 'utf8'));
const activations = entries.flatMap(({ exports }) =>
  exports.flatMap(({ source, kind, name }) =>
    kind === 'class' && /^src\/nn\/(layers\/)?activations/.test(source) ? [name] : [],
  ),
);
const pictures = await drawCurves(activations, (name, svg) =>
  write(join(pages, 'reference/pictures', `${name}.svg`), svg),
);
const reference = referencePages(entries, { sourceAddress, pictures });
const empty = slugs.filter((slug) => !reference.some(({ group }) => group.slug === slug));
if (empty.length > 0) throw new Error(`site: nothing stands on the pages ${empty.join(', ')}`);
for (const { group, markdown } of reference)
  write(join(pages, `reference/${group.slug}.md`), markdown);
const index = reference.map(
  ({ group, names }) =>
    `| [${group.title}](/reference/${group.slug}.html) | ${names.map((name) => `\`${name}\``).join(' ')} |`,
);
write(
  join(pages, 'reference/index.md'),
  `# Reference\n\nEvery export, grouped by what it is for.\n\n| page | holds |\n| --- | --- |\n${index.join('\n')}\n`,
);

const item = (place: string): { text: string; link: string } => ({
  text: titles.get(place) ?? place,
  link: `/${place}.html`,
});
const within = (folder: string): { text: string; link: string }[] =>
  [...titles.keys()]
    .filter((place) => dirname(place) === folder && basename(place) !== 'index')
    .sort(
      (a, b) =>
        Number.parseInt(basename(a), 10) - Number.parseInt(basename(b), 10) || a.localeCompare(b),
    )
    .map(item);
const pagesOf = (title: string, test: RegExp) => ({
  text: title,
  items: reference
    .filter(({ group }) => test.test(group.slug))
    .map(({ group }) => ({ text: group.title, link: `/reference/${group.slug}.html` })),
});
const learn = [
  { text: 'Guide', items: [{ text: 'Contents', link: '/guide/index.html' }, ...within('guide')] },
  { text: 'How to', items: within('how-to') },
  { text: 'For people who come from', items: within('coming-from') },
  { text: 'More', items: within('docs') },
];
const isTensor = /^(tensor|linalg|compile|gradients|math|errors|runtime)/;
const isNetwork = /^(nn|optim|lr-)/;
const names = reference
  .map(({ group }) => group.slug)
  .filter((slug) => !isTensor.test(slug) && !isNetwork.test(slug));
write(
  join(cache, 'outline.json'),
  JSON.stringify({
    nav: [
      { text: 'Guide', link: '/guide/index.html' },
      { text: 'How to', link: within('how-to')[0]?.link ?? '/guide/index.html' },
      { text: 'Reference', link: '/reference/index.html' },
      // Pages of their own, so the router has to leave them alone.
      {
        text: 'Play',
        items: [
          { text: 'Playground', link: '/play/playground.html', target: '_self' },
          { text: 'Stepper', link: '/play/stepper.html', target: '_self' },
        ],
      },
      { text: 'Benchmarks', link: '/docs/performance.html' },
      { text: 'Changelog', link: '/docs/changelog.html' },
    ],
    sidebar: {
      '/reference/': [
        pagesOf('Tensors', isTensor),
        pagesOf('Networks', isNetwork),
        pagesOf('Other entries', new RegExp(`^(${names.join('|')})$`)),
      ],
      '/': learn,
    },
  }),
);
copyFileSync(join(site, 'content/home.md'), join(pages, 'index.md'));
copyFileSync(join(site, 'content/icon.svg'), join(shared, 'icon.svg'));

step('the playground and the stepper');
await writeStudio(join(shared, 'play'));

step('the pages');
run(process.execPath, ['node_modules/vitepress/bin/vitepress.js', 'build', '.'], site);
withFewerBytes(join(site, 'dist'));
