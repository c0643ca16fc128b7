/** Every code: the mistake is found, and what looks like it and is right is met with silence. */

import { type Code, codeTable } from 'chainrule/train';
import { describe, expect, it } from 'vitest';
import type { Cases } from './cases/case.js';
import { dynamicsCases } from './cases/dynamics.js';
import { inputCases, moreMistakes } from './cases/inputs.js';
import { structureCases } from './cases/structure.js';

const cases: Cases<Code> = { ...structureCases, ...inputCases, ...dynamicsCases };

describe.each(Object.entries(cases))('%s', (code, { mistake, lookalikes }) => {
  it('is found, with what to do', () => {
    const found = mistake().filter((finding) => finding.code === code);
    expect(found).toHaveLength(1);
    const { severity, fix } = codeTable[code as Code];
    expect(found[0]).toMatchObject({ severity, fix, docs: `docs/doctor.md#${code}` });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it.each(Object.entries(lookalikes))('is not seen in %s', (_, run) => {
    expect(run()).toEqual([]);
  });
});

it.each(Object.entries(moreMistakes))('%s, in another shape', (code, run) => {
  expect(run().map((finding) => finding.code)).toContain(code);
});
