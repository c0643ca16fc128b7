/**
 * No public function, class or method answers a wrong kind of argument with an error of the
 * platform, such as "Cannot read properties of undefined".
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setWarnings, Tensor } from 'chainrule';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Call, fitting, surface } from './surface.js';

const wrong: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  'a number': 3,
  'a string': 'x',
  'an array': [],
  'an object': {},
  'a promise': Promise.resolve(1),
};

const platform = [TypeError, RangeError, ReferenceError, SyntaxError];

/** What is wrong with the answer, or null. */
async function complaintOf(call: Call, args: readonly unknown[]): Promise<string | null> {
  try {
    const result = await call.run(args);
    if (result instanceof Tensor) result.toArray();
    return null;
  } catch (error) {
    if (!(error instanceof Error)) return `throws ${String(error)}`;
    const isPlatform = platform.some((kind) => error.constructor === kind);
    const isInternal = error.message.startsWith('internal');
    return isPlatform || isInternal ? `${error.name}: ${error.message}` : null;
  }
}

async function complaintsOf(call: Call): Promise<string[]> {
  const found: string[] = [];
  const places = Math.max(1, call.params.length);
  for (let place = 0; place < places; place++) {
    for (const [kind, value] of Object.entries(wrong)) {
      const args = fitting(call.params);
      args[place] = value;
      const complaint = await complaintOf(call, args);
      if (complaint !== null) found.push(`${kind} in place ${place}: ${complaint}`);
    }
  }
  return found;
}

const home = process.cwd();
let folder = home;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'calls-'));
  process.chdir(folder);
  setWarnings(false);
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

describe('wrong kinds of arguments end in an error of ours, or in an answer', () => {
  it.each(surface().map((call) => [call.name, call] as const))('%s', async (_name, call) => {
    expect(await complaintsOf(call)).toEqual([]);
  });
});
