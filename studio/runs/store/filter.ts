/**
 * The filter of the list: words that all have to hold. `lr:3e-4` asks for a setting, `acc > .9` for
 * a number, `live` for a state, `#tag` for a tag; anything else is a regular expression on names.
 */

import type { RunRow } from 'chainrule/studio';

type Matcher = (row: RunRow) => boolean;

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
};

/** The best or last values of a row whose name has the word in it. */
function numbersOf(row: RunRow, word: string): number[] {
  const best = row.best.map(({ metric, value }): [string, number] => [metric, value]);
  return [...best, ...Object.entries(row.last)]
    .filter(([name]) => name.toLowerCase().includes(word))
    .map(([, value]) => value);
}

function settingMatcher(key: string, wanted: string): Matcher {
  const number = Number(wanted);
  return ({ settings }) =>
    Object.entries(settings).some(
      ([path, value]) =>
        path.toLowerCase().endsWith(key) &&
        (value === wanted || (!Number.isNaN(number) && Number(value) === number)),
    );
}

function nameMatcher(word: string): Matcher {
  let pattern: RegExp;
  try {
    pattern = new RegExp(word, 'i');
  } catch {
    // While it is being typed, an expression may be no expression yet.
    const text = word.toLowerCase();
    return ({ name }) => name.toLowerCase().includes(text);
  }
  return ({ name, task, state, note }) => [name, task, state, note].some((t) => pattern.test(t));
}

function wordMatcher(word: string): Matcher {
  const compared = /^([^<>=]+)(>=|<=|>|<|=)([^<>=]+)$/.exec(word);
  if (compared !== null) {
    const [, name = '', sign = '', number = ''] = compared;
    const holds = comparisons[sign];
    return (row) =>
      numbersOf(row, name.toLowerCase()).some((value) => holds?.(value, Number(number)) ?? false);
  }
  if (word.startsWith('#')) {
    return ({ tags }) => tags.some((tag) => tag.startsWith(word.slice(1)));
  }
  const [, key, wanted] = /^([\w.]+):(.+)$/.exec(word) ?? [];
  if (key !== undefined && wanted !== undefined) return settingMatcher(key.toLowerCase(), wanted);
  return nameMatcher(word);
}

/** Whether a row passes a filter. */
export function matcherOf(filter: string): Matcher {
  const words = filter
    .replace(/\s*(>=|<=|>|<|=)\s*/g, '$1')
    .split(/\s+/)
    .filter((word) => word !== '');
  const matchers = words.map(wordMatcher);
  return (row) => matchers.every((matches) => matches(row));
}
