/**
 * Ported programs and their twins: both sides get the same numbers, and neither is without the
 * other.
 */

import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { normal, uniforms, wholes } from '../../bench/programs/generator.js';
import { programs } from '../../bench/programs/index.js';
import { programRows } from '../../bench/programs/rows.js';

describe('programs', () => {
  it('are those of the rows, each with a twin in PyTorch', () => {
    for (const { params } of programRows) {
      const name = String(params.program);
      expect(programs).toHaveProperty(name);
      const twin = new URL(`../../bench/programs/${name}.py`, import.meta.url);
      expect(existsSync(twin), `${name}.py`).toBe(true);
    }
  });

  it('start from the numbers that generator.py gives', () => {
    expect([...uniforms('weights', 4, -1, 1)]).toEqual([
      0.7846168742980808, 0.42792242555879056, -0.13547079707495868, 0.12044698954559863,
    ]);
    expect(normal('noise', [3]).toArray()).toEqual([
      1.2308025360107422, -1.3658063411712646, 0.5158275365829468,
    ]);
    expect([...wholes('labels', 5, 10)]).toEqual([8, 8, 3, 0, 9]);
  });
});
