/** Checks that public functions look at their arguments, by signatures that are up to date. */

import { signedCalls, tables, withoutCheck } from '../signatures/tables.js';
import { type Check, findingAt } from './source.js';

/** Every public function begins with the check of its arguments. */
export const checkCalls: Check = (sources) => {
  const signed = signedCalls(sources);
  const late = [...tables(signed)].flatMap(([path, text]) => {
    const source = sources.find((one) => one.path === path);
    const message = 'is not what the types of the functions say: npm run signatures';
    return source?.text === text ? [] : [{ path, line: 1, message }];
  });
  const without = withoutCheck(signed).map(({ source, name, body }) =>
    findingAt(
      source,
      body?.start ?? 0,
      `${name} does not look at its arguments: npm run signatures`,
    ),
  );
  return [...late, ...without];
};
