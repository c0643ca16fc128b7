/** The pages of the reference, from what TypeDoc found: Markdown by the path of the page. */

import { type Group, groupOf, slugs } from './groups.js';
import { seeAlso } from './see-also.js';
import { torchPage } from './torch-pages.js';

/** What `read-exports.mjs` writes about an export. */
export interface Exported {
  readonly path: readonly string[];
  readonly name: string;
  readonly kind: 'class' | 'function' | 'interface' | 'type' | 'variable';
  readonly text: readonly string[];
  readonly comment: Comment | null;
  readonly parents: readonly string[];
  readonly members: readonly Member[];
  readonly source: string;
}

interface Comment {
  readonly summary: string;
  readonly throws: readonly string[];
  readonly returns: readonly string[];
  readonly examples: readonly string[];
}

interface Member {
  readonly name: string;
  readonly text: readonly string[];
  readonly summary: string;
  readonly isMethod: boolean;
}

/** An entry point with its exports. */
export interface Entry {
  readonly name: string;
  readonly exports: readonly Exported[];
}

/** What else the pages show. */
export interface ReferenceOptions {
  /** Where a file of the repository can be read. */
  readonly sourceAddress: (path: string) => string;
  /** Names of the pictures that there are: `ReLU`, `StepLR`. */
  readonly pictures: ReadonlySet<string>;
}

/** Letters that fit beside the two menus. */
const WIDTH = 68;

/** What a letter does to how deep in brackets we are. */
function depthAfter(letter: string, depth: number): number {
  if ('([{<'.includes(letter)) return depth + 1;
  return ')]}>'.includes(letter) ? depth - 1 : depth;
}

/** A long signature with its parameters below each other. */
function wrapped(text: string): string {
  if (text.length <= WIDTH) return text;
  if (!text.includes('(')) return text.replaceAll(' | ', '\n  | ').replaceAll('; ', ';\n  ');
  let depth = 0;
  let out = '';
  for (const letter of text.replaceAll('=>', '⇒')) {
    depth = depthAfter(letter, depth);
    if (letter === '(' && depth === 1) out += '(\n  ';
    else if (letter === ')' && depth === 0) out += '\n)';
    else out += letter === ',' && depth === 1 ? ',\n ' : letter;
  }
  return out.replaceAll('⇒', '=>');
}

/** Text of a comment: nothing in it is a tag or a template. */
const safe = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, i) =>
      i % 2 === 1 ? part : part.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;'),
    )
    .join('')
    .replace(/(?<!\]\()(https?:\/\/[^\s),]+[^\s),.])/g, '[$1]($1)');

const fenced = (code: string): string => `\`\`\`ts\n${code.trim()}\n\`\`\``;
const exampleOf = (text: string): string => (text.includes('```') ? text.trim() : fenced(text));

function memberLines(members: readonly Member[]): string[] {
  const [methods, fields] = [true, false].map((wanted) =>
    members.filter(({ isMethod }) => isMethod === wanted),
  );
  const lines: string[] = [];
  for (const [title, list] of [
    ['Properties', fields],
    ['Methods', methods],
  ] as const) {
    if (list === undefined || list.length === 0) continue;
    lines.push(`**${title}**`, '');
    for (const { name, text, summary } of list) {
      lines.push(
        `- \`${text[0] ?? name}\`${summary === '' ? '' : `: ${safe(summary).replaceAll('\n', ' ')}`}`,
      );
    }
    lines.push('');
  }
  return lines;
}

/** The picture of a class; a function has that of its layer: `leakyRelu` that of `LeakyReLU`. */
function curveOf({ name, kind }: Exported, pictures: ReadonlySet<string>): string | undefined {
  if (kind === 'class' && pictures.has(name)) return name;
  if (kind !== 'function') return undefined;
  return [...pictures].find((layer) => layer.toLowerCase() === name.toLowerCase());
}

function section(
  one: Exported,
  { sourceAddress, pictures }: ReferenceOptions,
  linked: (text: string) => string,
): string {
  const { path, name, comment, text, parents, members, source } = one;
  // Once: many a comment names the page itself, as its source.
  const torch = comment?.summary.includes('https://pytorch.org/') ? null : torchPage(one);
  const lines = [`## ${[...path, name].join('.')}`, ''];
  if (comment) lines.push(linked(safe(comment.summary)), '');
  if (text.length > 0) lines.push(`\`\`\`txt\n${text.map(wrapped).join('\n')}\n\`\`\``, '');
  const curve = curveOf(one, pictures);
  if (curve !== undefined) lines.push(`![The curve of ${name}](./pictures/${curve}.svg)`, '');
  for (const example of comment?.examples ?? []) lines.push(exampleOf(example), '');
  if (comment?.returns.length) lines.push(`Returns: ${safe(comment.returns.join(' '))}`, '');
  for (const each of comment?.throws ?? []) lines.push(`Throws ${safe(each)}`, '');
  lines.push(...memberLines(members));
  const notes = [
    parents.length > 0 ? `extends \`${parents.join('`, `')}\`` : '',
    `[source](${sourceAddress(source)})`,
    torch === null ? '' : `[the same in PyTorch](${torch})`,
  ];
  lines.push(notes.filter(Boolean).join(' · '), '');
  return lines.join('\n');
}

/** A page with its group. */
export interface ReferencePage {
  readonly group: Group;
  readonly markdown: string;
  readonly names: readonly string[];
}

/** All pages, in order. */
export function referencePages(
  entries: readonly Entry[],
  options: ReferenceOptions,
): ReferencePage[] {
  const pages = new Map<string, { group: Group; entry: string; list: Exported[] }>();
  for (const { name, exports } of entries) {
    for (const one of exports) {
      const group = groupOf(name, one.source, one.name);
      const page = pages.get(group.slug) ?? { group, entry: name, list: [] };
      pages.set(group.slug, page);
      page.list.push(one);
    }
  }
  const order = [...pages.values()].sort(
    (a, b) => slugs.indexOf(a.group.slug) - slugs.indexOf(b.group.slug),
  );
  const linked = seeAlso(
    order.flatMap(({ group: { slug }, list }) =>
      list.map(({ path, name }) => ({ path, name, slug })),
    ),
  );
  return order.map(({ group, entry, list }) => {
    // What can be called first, the types that it takes after it.
    const rank = { class: 0, function: 0, variable: 1, interface: 2, type: 2 };
    list.sort((a, b) => rank[a.kind] - rank[b.kind] || a.name.localeCompare(b.name));
    const names = list.map(({ path, name }) => [...path, name].join('.'));
    const roots = [...new Set(list.map(({ path, name }) => path[0] ?? name))].slice(0, 2);
    const head = [
      `# ${group.title}`,
      '',
      group.about,
      '',
      fenced(`import { ${roots.join(', ')} } from '${entry}';`),
      '',
      'Examples leave their imports out.',
      '',
    ];
    return {
      group,
      names,
      markdown: [...head, ...list.map((one) => section(one, options, linked))].join('\n'),
    };
  });
}
