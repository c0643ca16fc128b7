/** Repeated keys of a JSON text. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findDuplicateKey } from '../../src/io/json-keys.js';

it.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":{"b":1,"c":[{"d":1,"d":2}]}}', 'd'],
  ['{"a\\"b":1, "a\\u0022b" : 2}', 'a"b'],
  ['{"a":"a","b":"a"}', null],
  ['{"a":{"a":{"a":1}},"b":{"a":1}}', null],
  ['{"x":"{\\"a\\":1,\\"a\\":2}"}', null],
  ['"a"', null],
  ['{}', null],
])('%s', (text, expected) => {
  expect(findDuplicateKey(text)).toBe(expected);
});

it('finds none in what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.json(), (text) => findDuplicateKey(JSON.stringify(JSON.parse(text))) === null),
    { seed: 1 },
  );
});
