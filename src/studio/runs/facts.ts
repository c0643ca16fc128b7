/** What the files of a run say about it, as far as they can be read: nothing here throws. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedNumber, RunFinding } from '../protocol/protocol.js';
import type { MetricsTable } from '../series/metrics-table.js';

/** More of a JSON file is not read: a description is a page, not a data set. */
const mostJson = 4_000_000;
const longestSetting = 120;
const mostSettings = 200;

/** The value at a path of names, or undefined. */
export function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined,
    value,
  );
}

/** A file of JSON: null when there is none, `'damaged'` when it cannot be read. */
export function readJson(
  folder: string,
  name: string,
): { readonly value: unknown; readonly damaged: boolean } {
  try {
    const path = join(folder, name);
    // Most folders lack most files, and an error costs more than a look.
    if (!existsSync(path)) return { value: null, damaged: false };
    const text = readFileSync(path, 'utf8');
    if (text.length > mostJson) return { value: null, damaged: true };
    return { value: JSON.parse(text), damaged: false };
  } catch (error) {
    return { value: null, damaged: error instanceof SyntaxError };
  }
}

/** What tells runs of one recipe apart is a setting; when and where it ran is none. */
const noSettings = /^(started|node|git|chainrule|fingerprint|kind|command|version)\b/;

/** A leaf as a short text; null for what is none. */
function leafText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.slice(0, longestSetting);
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The leaves of a description as texts, by their path: `wishes.seed` is `1337`. */
export function settingsOf(description: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  const open: [string, unknown][] = [['', description]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, value] = next;
    if (noSettings.test(path) || Object.keys(found).length >= mostSettings) continue;
    if (isTree(value)) {
      const prefix = path === '' ? '' : `${path}.`;
      const entries = Object.entries(value).reverse();
      open.push(...entries.map(([name, inner]): [string, unknown] => [prefix + name, inner]));
      continue;
    }
    const text = leafText(value);
    if (text !== null && path !== '') found[path] = text;
  }
  return found;
}

/** What a run is about, in a word. */
export function taskOf(name: string, description: unknown): string {
  const source = at(description, 'source') ?? at(description, 'env') ?? at(description, 'task');
  if (typeof source === 'string') return source.split(/[/\\]/).at(-1) ?? source;
  return name.replace(/[-_.]?\d+$/, '');
}

const severities = ['error', 'warning', 'info'] as const;

/** The finding of the doctor in an event, or null when it is none. */
export function findingOf(event: unknown): RunFinding | null {
  if (at(event, 'event') !== 'finding') return null;
  const finding = at(event, 'finding') ?? event;
  const text = (name: string): string => {
    const value = at(finding, name);
    return typeof value === 'string' ? value : '';
  };
  const step = at(finding, 'step');
  return {
    code: text('code'),
    severity: severities.find((one) => one === text('severity')) ?? 'warning',
    step: typeof step === 'number' ? step : 0,
    message: text('message'),
    fix: text('fix'),
  };
}

/** Names of metrics of which more is better. */
const scores = /accuracy|r2|f1|auc|return|reward|score/i;

/** Of two lists the better number of each metric, in the order of the second. */
export function betterOf(a: readonly NamedNumber[], b: readonly NamedNumber[]): NamedNumber[] {
  const pick = (metric: string, one: number, other: number): number =>
    scores.test(metric) ? Math.max(one, other) : Math.min(one, other);
  return b.map(({ metric, value }) => {
    const known = a.find((one) => one.metric === metric);
    return { metric, value: known === undefined ? value : pick(metric, known.value, value) };
  });
}

/** The best loss and the best score, those of the validation before those of the training. */
export function bestOf(table: MetricsTable): NamedNumber[] {
  const pick = (isWanted: (name: string) => boolean, side: 'low' | 'high'): NamedNumber[] => {
    const names = table.names.filter(isWanted);
    const metric = names.find((one) => !one.startsWith('train/')) ?? names[0];
    const value = metric === undefined ? undefined : table.column(metric)?.[side];
    return metric === undefined || !Number.isFinite(value)
      ? []
      : [{ metric, value: Number(value) }];
  };
  return [
    ...pick((name) => /(^|[/_])loss$/.test(name), 'low'),
    ...pick((name) => scores.test(name), 'high'),
  ];
}
