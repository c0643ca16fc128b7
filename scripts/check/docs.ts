/** Every name that a user can import has a doc comment where it is declared. */

import { type Declared, publicDeclarations } from './public-names.js';
import { type Check, findingAt } from './source.js';

function isDocumented({ source, statement }: Declared): boolean {
  return source.comments.some(
    ({ type, value, end }) =>
      type === 'Block' &&
      value.startsWith('*') &&
      end <= statement.start &&
      source.text.slice(end, statement.start).trim() === '',
  );
}

/** Every export has a doc comment; of overloads and merged declarations, one has it. */
export const checkDocs: Check = (sources) => {
  const groups = new Map<string, Declared[]>();
  for (const one of publicDeclarations(sources)) {
    const key = `${one.source.path} ${one.name}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first || group.some(isDocumented)) return [];
    return [findingAt(first.source, first.statement.start, `${first.name} has no doc comment`)];
  });
};
