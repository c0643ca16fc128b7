/**
 * Reads every export of the package with TypeDoc and writes what the reference shows of it, as
 * JSON.
 * Run in this folder: node content/read-exports.mjs <root of the repository> <file to write>
 */

import { writeFileSync } from 'node:fs';
import { Application, Comment, ReflectionKind } from 'typedoc';

const [root = '', target = ''] = process.argv.slice(2);
const { exports } = JSON.parse(
  await import('node:fs').then(({ readFileSync }) => readFileSync(`${root}/package.json`, 'utf8')),
);
/** Namespaces of the main entry, whose pages are those of `nn.ReLU`, and entries for bundlers. */
const alsoInMain = new Set(['./nn', './nn/functional', './optim']);
const entries = Object.entries(exports)
  .filter(([name, target]) => typeof target === 'object' && !alsoInMain.has(name))
  .map(([name, { types }]) => ({
    name: name.replace(/^\./, 'chainrule'),
    source: types.replace('./dist/', 'src/').replace('.d.ts', '.ts'),
  }));

const app = await Application.bootstrap({
  entryPoints: entries.map(({ source }) => `${root}/${source}`),
  tsconfig: `${root}/tsconfig.json`,
  basePath: root,
  alwaysCreateEntryPointModule: true,
  skipErrorChecking: true,
  excludePrivate: true,
  excludeProtected: true,
  excludeInternal: true,
  disableGit: true,
  sourceLinkTemplate: '{path}',
  readme: 'none',
  logLevel: 'Error',
});
const project = await app.convert();
if (project === undefined) throw new Error('TypeDoc could not read the sources');

/** A link of a comment as its text, in code face. */
const wordsOf = (parts = []) =>
  Comment.combineDisplayParts(parts).replace(/\{@link ([^}|]+)[^}]*\}/g, '`$1`');

function commentOf(reflection) {
  const comment = reflection.comment;
  if (!comment) return null;
  const tags = (name) =>
    comment.blockTags.filter(({ tag }) => tag === name).map(({ content }) => wordsOf(content));
  return {
    summary: wordsOf(comment.summary),
    throws: tags('@throws'),
    returns: tags('@returns'),
    examples: tags('@example'),
  };
}

const typeText = (type) => (type === undefined ? 'unknown' : type.toString());

function parameterText(parameter) {
  const rest = parameter.flags.isRest ? '...' : '';
  const optional = parameter.flags.isOptional || parameter.defaultValue !== undefined ? '?' : '';
  // TypeDoc's name for a parameter that is taken apart where it is declared.
  const name = parameter.name.startsWith('__') ? 'options' : parameter.name;
  return `${rest}${name}${optional}: ${typeText(parameter.type)}`;
}

function signatureText(
  name,
  { parameters = [], type, typeParameters = [] },
  isConstructor = false,
) {
  const types = typeParameters?.length
    ? `<${typeParameters.map((one) => one.name + (one.type ? ` extends ${one.type}` : '')).join(', ')}>`
    : '';
  const list = parameters.map(parameterText).join(', ');
  return isConstructor ? `new ${name}(${list})` : `${name}${types}(${list}): ${typeText(type)}`;
}

/** Fields of an interface or a class, with what is said about each. */
function fieldOf(child) {
  const owner = child.signatures?.[0] ?? child.getSignature ?? child;
  const comment = commentOf(owner) ?? commentOf(child);
  const text = child.signatures
    ? child.signatures.map((signature) => signatureText(child.name, signature))
    : [
        `${child.flags.isReadonly ? 'readonly ' : ''}${child.flags.isStatic ? 'static ' : ''}${child.name}${child.flags.isOptional ? '?' : ''}: ${typeText(child.type ?? child.getSignature?.type)}`,
      ];
  return {
    name: child.name,
    text,
    summary: comment?.summary ?? '',
    isMethod: Boolean(child.signatures),
  };
}

const kinds = {
  [ReflectionKind.Class]: 'class',
  [ReflectionKind.Function]: 'function',
  [ReflectionKind.Interface]: 'interface',
  [ReflectionKind.TypeAlias]: 'type',
  [ReflectionKind.Variable]: 'variable',
};

function describe(path, reflection) {
  const kind = kinds[reflection.kind];
  if (kind === undefined) return [];
  const signatures = reflection.signatures ?? [];
  const maker = reflection.children?.find((child) => child.kind === ReflectionKind.Constructor);
  const text =
    kind === 'class'
      ? (maker?.signatures ?? []).map((one) => signatureText(reflection.name, one, true))
      : signatures.map((one) => signatureText(reflection.name, one));
  const shape = reflection.type
    ? `${kind === 'type' ? 'type' : 'const'} ${reflection.name}${kind === 'type' ? ' = ' : ': '}${reflection.type}`
    : '';
  // Signatures first: TypeDoc gives a function the first comment of the file that re-exports it.
  const comment = signatures.map(commentOf).find(Boolean) ?? commentOf(reflection);
  // How a module prints is of no use in each of a hundred.
  const isPrinting = ({ name }) => name === 'extraRepr' && reflection.name !== 'Module';
  const own = (child) =>
    child.kind !== ReflectionKind.Constructor && !child.inheritedFrom && !isPrinting(child);
  const members = ['class', 'interface'].includes(kind)
    ? (reflection.children ?? []).filter(own).map(fieldOf)
    : [];
  return [
    {
      path,
      name: reflection.name,
      kind,
      text: text.length > 0 ? text : [shape].filter(Boolean),
      comment,
      parents: (reflection.extendedTypes ?? []).map(String),
      members,
      source: reflection.sources?.[0]?.fileName ?? '',
    },
  ];
}

/** Namespaces (`nn`, `optim.lrScheduler`) are walked; names say the way to them. */
function walk(path, container) {
  return (container.children ?? []).flatMap((child) =>
    child.kind === ReflectionKind.Namespace
      ? walk([...path, child.name], child)
      : describe(path, child),
  );
}

const modules = project.children ?? [];
const found = entries.map(({ name, source }) => {
  const wanted = source
    .replace(/^src\//, '')
    .replace(/\.ts$/, '')
    .replace(/\/index$/, '');
  const module = modules.find(
    ({ name: own }) =>
      own === wanted ||
      own === source.replace(/\.ts$/, '') ||
      own === `src/${wanted}` ||
      (wanted === 'index' && (own === 'src' || own === 'index' || own === '.')),
  );
  return { name, exports: module === undefined ? [] : walk([], module) };
});
for (const { name, exports: list } of found) console.log(`${name}: ${list.length} exports`);
if (found.some(({ exports: list }) => list.length === 0)) {
  throw new Error(`an entry has no exports; TypeDoc's modules: ${modules.map(({ name }) => name)}`);
}
writeFileSync(target, JSON.stringify(found, null, 1));
