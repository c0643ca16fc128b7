/** Two installed copies of the package in one process. */

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { runIn } from './run.js';

const consumer = inject('consumer');

it('does not read the memory of another copy, and names both', () => {
  cpSync(join(consumer, 'node_modules/chainrule'), join(consumer, 'vendored'), { recursive: true });
  const program = `
    import * as a from 'chainrule';
    import * as b from './vendored/dist/index.js';
    const [x, y] = [a.tensor([1, 2]).mul(2), b.tensor([3, 4]).mul(2)];
    const messages = [() => x.add(y), () => new a.nn.Linear(2, 1).forward(y), () => y.add(x)].map((use) => {
      try { return String(use().toArray()); } catch (error) { return error.message; }
    });
    console.log(JSON.stringify([messages, x.toArray(), y.toArray()]));`;
  const printed = runIn(consumer, process.execPath, ['--input-type=module', '-e', program]);
  const [messages, x, y] = JSON.parse(printed);
  const [first, second] = [/node_modules\/chainrule\/\)/, /\/vendored\/\)/].map(
    ({ source }) => source,
  );
  const says = (from?: string, to?: string): RegExp => {
    const { version } = manifest;
    return RegExp(
      `copy of chainrule \\(version ${version}.*${from} than .* \\(version ${version}.*${to}`,
    );
  };
  expect(messages[0]).toMatch(says(second, first));
  expect(messages[1]).toMatch(says(second, first));
  expect(messages[2]).toMatch(says(first, second));
  expect([x, y]).toEqual([
    [2, 4],
    [6, 8],
  ]);
});
