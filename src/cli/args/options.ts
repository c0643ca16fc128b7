/** Options of a command: one table says what there is, and serves for reading and for the help. */

import { parseArgs } from 'node:util';
import { didYouMean } from './nearest.js';
import { UsageError } from './usage-error.js';

/** One option: how its value is called in the help (null for a switch), and what it does. */
export interface OptionInfo {
  readonly value: string | null;
  readonly help: string;
}

/** Options by name, without dashes. */
export type OptionTable = Readonly<Record<string, OptionInfo>>;

/** What was typed. */
export interface Given {
  /** Values by option; a switch has an empty text. */
  readonly options: ReadonlyMap<string, string>;
  /** All values of an option that may be given more than once, in their order. */
  readonly repeated: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
}

/**
 * @throws UsageError for an unknown option, and for one that lacks its value or has one too many.
 */
export function readOptions(table: OptionTable, args: readonly string[]): Given {
  const known = Object.entries(table).map(([name, { value }]) => {
    const type: 'boolean' | 'string' = value === null ? 'boolean' : 'string';
    return [name, { type }] as const;
  });
  // Not strict, because the messages here say more than those of parseArgs.
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(known),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const options = new Map<string, string>();
  const repeated = new Map<string, readonly string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    checkOption(table, token.rawName, token.name, token.value);
    const value = token.value ?? '';
    options.set(token.name, value);
    repeated.set(token.name, [...(repeated.get(token.name) ?? []), value]);
  }
  return { options, repeated, positionals };
}

function checkOption(
  table: OptionTable,
  typed: string,
  name: string,
  value: string | undefined,
): void {
  const names = Object.keys(table).map((one) => `--${one}`);
  const info = Object.hasOwn(table, name) ? table[name] : undefined;
  if (info === undefined) {
    throw new UsageError(`unknown option ${typed}${didYouMean(typed, names)}`);
  }
  if (info.value === null && value !== undefined) {
    throw new UsageError(`--${name} takes no value, got '${value}'`);
  }
  if (info.value !== null && (value === undefined || value === '' || value.startsWith('--'))) {
    throw new UsageError(`--${name} needs a value: --${name} ${info.value}`);
  }
}

/** The table as lines of a help text. */
export function describeOptions(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, { value, help }]) => ({
    left: `--${name}${value === null ? '' : ` ${value}`}`,
    help,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  return rows.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`).join('\n');
}
