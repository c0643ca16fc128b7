/** Digits in the playground: pictures as points of a plane, a training that sees all pixels. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadDigits } from 'chainrule/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  decodeConfig,
  defaultConfig,
  encodeConfig,
  inputNamesOf,
  mostDigits,
  outputsOf,
  type PlayConfig,
  presets,
} from '../../studio/playground/model/config.js';
import { type Digits, layOut, loadedDigits } from '../../studio/playground/model/digits.js';
import { exportCode } from '../../studio/playground/model/export-code.js';
import { reach, splitOf } from '../../studio/playground/model/points.js';
import { Session } from '../../studio/playground/model/session.js';
import { whyNotStepped } from '../../studio/playground/model/stepper-code.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.cache/digits-test');
const preset: PlayConfig = { ...defaultConfig, ...presets['handwritten digits'] };
const small: PlayConfig = { ...preset, count: 200, hidden: [8] };

function state(session: Session): string[] {
  return Object.entries(session.stateDict()).map(
    ([key, value]) => `${key} ${JSON.stringify(value.toArray())}`,
  );
}

describe('digits', () => {
  let digits: Digits;
  beforeAll(async () => {
    digits = await loadedDigits();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are the pictures of the data set, and stand inside the plane', () => {
    expect(digits.points).toHaveLength(mostDigits);
    const { data, target } = loadDigits();
    const [x, y, label, ...pixels] = digits.points[17] ?? [0, 0, 0];
    expect(label).toBe(target.toTypedArray()[17]);
    expect(pixels).toEqual(Array.from(data.div(16).toTypedArray()).slice(17 * 64, 18 * 64));
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(reach);
  });

  it('differ most along the axes of the plane', () => {
    const rows = [
      [0, 0, 1],
      [4, 1, 1],
      [-4, 1, 1],
      [0, -2, 1],
    ];
    const { points, pixelsAt } = layOut(rows, [0, 1, 2, 3]);
    const scale = (reach - 0.25) / 4;
    points.forEach(([x, y], i) => {
      expect(Math.abs(x)).toBeCloseTo(scale * Math.abs(rows[i]?.[0] ?? 0), 6);
      expect(Math.abs(y)).toBeCloseTo(scale * Math.abs(rows[i]?.[1] ?? 0), 6);
      // Three numbers, of which one is constant: the plane has all of each picture.
      pixelsAt(x, y).forEach((pixel, k) => expect(pixel).toBeCloseTo(rows[i]?.[k] ?? 0, 6));
    });
  });

  it('are seen with all their pixels, whatever features are chosen', () => {
    expect([inputNamesOf(small).length, outputsOf(small)]).toEqual([64, 10]);
    expect(decodeConfig(encodeConfig(small))).toEqual(small);
    const session = new Session(small, [], digits);
    expect(session.weights()[0]?.weight).toHaveLength(8 * 64);
    expect(whyNotStepped(small, session.weights())).toContain('64 pixels');
  });

  it('are learned by a preset', { timeout: 60_000 }, () => {
    const session = new Session(preset, [], digits);
    session.goTo(400);
    expect(session.measure().accuracy).toBeGreaterThan(0.93);
  });

  it('are each said to be something, and so is one that was drawn', () => {
    const session = new Session(small, [], digits);
    session.goTo(150);
    const { test } = splitOf(small, digits.points);
    const before = session.picture();
    expect(before.said).toHaveLength(2 * test.length);
    expect(before.saidOfDrawn).toHaveLength(0);
    const right = test.filter(([, , label], i) => before.said[i] === label).length;
    expect(right / test.length).toBeCloseTo(before.measured.accuracy, 6);
    session.look((test[3] ?? []).slice(3));
    const { said, saidOfDrawn, surfaces } = session.picture();
    const best = saidOfDrawn.indexOf(Math.max(...saidOfDrawn));
    expect([best, saidOfDrawn[best]]).toEqual([said[3], said[test.length + 3]]);
    expect(surfaces.map(({ length }) => length)).toEqual([8, 10]);
    session.look([]);
    expect(session.picture().saidOfDrawn).toHaveLength(0);
  });

  it('go back exactly', () => {
    const session = new Session(small, [], digits);
    session.goTo(20);
    const seen = state(session);
    session.goTo(60);
    session.picture();
    session.goTo(20);
    expect(state(session)).toEqual(seen);
  });

  it('give the same bits in the exported program', { timeout: 60_000 }, () => {
    mkdirSync(folder, { recursive: true });
    const session = new Session({ ...small, dropout: 0.2 }, [], digits);
    session.goTo(10);
    session.change({ step: 10, kind: 'lr', value: 0.002 });
    session.goTo(30);
    const file = join(folder, 'digits.mts');
    writeFileSync(file, exportCode(session.config, session.events, 30));
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stdout.trim().split('\n'), stderr).toEqual(state(session));
  });
});
