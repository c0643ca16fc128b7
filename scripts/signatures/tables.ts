/** The table of signatures of each part of `src/`, and the line in each function that reads it. */

import { posix } from 'node:path';
import { publicDeclarations } from '../check/public-names.js';
import type { Source } from '../check/source.js';
import { Declarations } from './declarations.js';
import { KindReader } from './kinds.js';
import { callsOf, type PublicCall } from './public-calls.js';
import { isWorthChecking, signatureText } from './signature-text.js';

/** A call with the text of its signature. */
export interface Signed {
  readonly call: PublicCall;
  readonly text: string;
}

/**
 * Parts that look at their arguments themselves: `scalar/` imports nothing, the others have a
 * function or two.
 */
const left: ReadonlySet<string> = new Set(['scalar', 'calls', 'runtime', 'expression', 'studio']);

const lineWidth = 100;

/** The file that a part's table is; null for what has none. */
export function tableOf(path: string): string | null {
  // The names of `linalg` are those of operations, too.
  const [, part] = /^src\/(?:tensor\/(?=linalg\/))?([^/]+)\//.exec(path) ?? [];
  return part === undefined || left.has(part) ? null : `src/signatures/${part}.ts`;
}

/** Whether it is a tensor's method, too: those are told of arguments that are too many. */
function isMethod({ source }: PublicCall): boolean {
  return source.path.startsWith('src/tensor/ops/');
}

/** Every public call whose arguments are looked at. */
export function signedCalls(sources: readonly Source[]): Signed[] {
  const kinds = new KindReader(new Declarations(sources));
  const signed = new Map<string, Signed>();
  for (const declared of publicDeclarations(sources)) {
    if (tableOf(declared.source.path) === null) continue;
    for (const call of callsOf(declared)) {
      const text = signatureText(call, kinds);
      if (isWorthChecking(text) || isMethod(call))
        signed.set(`${call.source.path} ${call.name}`, { call, text });
    }
  }
  return [...signed.values()];
}

/** The files with the tables, by their paths. */
export function tables(signed: readonly Signed[]): Map<string, string> {
  const rows = new Map<string, Map<string, string>>();
  for (const { call, text } of signed) {
    const path = tableOf(call.source.path);
    if (path === null) continue;
    const table = rows.get(path) ?? new Map<string, string>();
    rows.set(path, table);
    if ((table.get(call.name) ?? text) !== text) {
      throw new RangeError(`${path}: two functions named ${call.name}`);
    }
    table.set(call.name, text);
  }
  return new Map([...rows].map(([path, table]) => [path, tableText(table)]));
}

function tableText(table: ReadonlyMap<string, string>): string {
  const entries = [...table.keys()].sort().map((name) => {
    const text = table.get(name) ?? '';
    const quoted = text.includes("'") ? JSON.stringify(text) : `'${text}'`;
    const declared = `export const ${identifierOf(name)}: Readonly<Signature> =`;
    const made = '/* @__PURE__ */ new Signature(';
    // As the formatter breaks them.
    if (`${declared} ${made}${quoted});`.length <= lineWidth)
      return `${declared} ${made}${quoted});`;
    if (`${declared} ${made}`.length <= lineWidth) return `${declared} ${made}\n  ${quoted},\n);`;
    if (`  ${made}${quoted});`.length <= lineWidth) return `${declared}\n  ${made}${quoted});`;
    return `${declared}\n  ${made}\n    ${quoted},\n  );`;
  });
  return [
    '/** What public functions are called with: written by `npm run signatures` from their types. */',
    '',
    "import { Signature } from '../calls/index.js';",
    '',
    ...entries,
    '',
  ].join('\n');
}

/** `Trainer$fit` for the method `Trainer.fit`. */
function identifierOf(name: string): string {
  return name.replace('.', '$');
}

/** The statement that looks at the arguments. */
function checkOf({ name }: PublicCall): string {
  return `signatures.${identifierOf(name)}.check(arguments);`;
}

/** The calls whose functions do not begin with the statement that looks at their arguments. */
export function withoutCheck(signed: readonly Signed[]): PublicCall[] {
  return signed.flatMap(({ call, text }) => {
    const first = call.body?.body[0];
    const found = first && call.source.text.slice(first.start, first.end);
    return isWorthChecking(text) && found !== checkOf(call) ? [call] : [];
  });
}

/** A file with that statement in each of `calls`, which are its own. */
export function withChecks(source: Source, calls: readonly PublicCall[]): string {
  let { text } = source;
  const starts = calls.map((call) => ({ call, start: call.body?.start ?? 0 }));
  for (const { call, start } of starts.sort((a, b) => b.start - a.start)) {
    text = `${text.slice(0, start + 1)}\n  ${checkOf(call)}${text.slice(start + 1)}`;
  }
  if (/^import \* as signatures/m.test(text)) return text;
  const path = posix.relative(posix.dirname(source.path), tableOf(source.path) ?? '');
  const from = `${path.startsWith('.') ? '' : './'}${path.replace(/\.ts$/, '.js')}`;
  const [, header = ''] = /^(\/\*\*[\s\S]*?\*\/\n+)/.exec(text) ?? [];
  return `${header}import * as signatures from '${from}';\n${text.slice(header.length)}`;
}
