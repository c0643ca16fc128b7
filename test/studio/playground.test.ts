/** The playground's training: exact on the way back, and the same bits in the exported program. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Code, codeTable } from 'chainrule/train';
import { afterAll, describe, expect, it } from 'vitest';
import { Samples } from '../../studio/playground/model/batches.js';
import {
  dataKinds,
  decodeConfig,
  defaultConfig,
  encodeConfig,
  outputsOf,
  type PlayConfig,
  presets,
} from '../../studio/playground/model/config.js';
import { readTable, showColumn } from '../../studio/playground/model/csv.js';
import { exportCode } from '../../studio/playground/model/export-code.js';
import { landscapeOf } from '../../studio/playground/model/landscape.js';
import { lossOf } from '../../studio/playground/model/loss.js';
import { inputsOf, pointsOf, reach, splitOf } from '../../studio/playground/model/points.js';
import { Session, silent } from '../../studio/playground/model/session.js';
import { stepperCode, whyNotStepped } from '../../studio/playground/model/stepper-code.js';
import { type PageFix, pageFix } from '../../studio/playground/panels/doctor/page-fixes.js';
import { readTape } from '../../studio/stepper/tape/read-tape.js';
import { compute } from '../../studio/stepper/tape/run-tape.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.cache/playground-test');

function state(session: Session): string {
  const numbers = Object.entries(session.stateDict()).map(([name, value]) => [
    name,
    value.toArray(),
  ]);
  return JSON.stringify(numbers);
}

function withChoices(changes: Partial<PlayConfig>): PlayConfig {
  return { ...defaultConfig, count: 60, hidden: [4], ...changes };
}

describe('the way back', () => {
  it.each([
    ['adam', withChoices({})],
    ['momentum', withChoices({ optimizer: 'momentum', l2: 0.01 })],
    ['dropout', withChoices({ dropout: 0.3, activation: 'relu' })],
    ['batch norm', withChoices({ batchNorm: true, schedule: 'halving' })],
    ['one batch', withChoices({ batch: 1000, data: 'blobs' })],
  ])('is exact: %s', (_, config) => {
    const session = new Session(config);
    const seen = new Map<number, string>();
    for (let step = 0; step <= 70; step++) {
      if (step > 0) session.advance();
      seen.set(step, state(session));
    }
    for (const step of [0, 69, 34, 50, 51, 70, 1]) {
      session.goTo(step);
      expect(session.step).toBe(step);
      expect(state(session)).toBe(seen.get(step));
    }
  });

  it('goes past what was done by hand, and is the same again', () => {
    const session = new Session(withChoices({}));
    session.goTo(20);
    session.change({ step: 20, kind: 'weight', layer: 0, neuron: 1, input: 0, value: 2 });
    expect(session.weights()[0]?.weight[2]).toBe(2);
    session.goTo(40);
    session.change({ step: 40, kind: 'lr', value: 0.5 });
    session.goTo(70);
    const after = state(session);
    session.goTo(10);
    session.goTo(70);
    expect(state(session)).toBe(after);
    expect(session.lr).toBe(0.5);
  });

  it('is not led astray by a look at the landscape', () => {
    const session = new Session(withChoices({}));
    session.goTo(10);
    const before = state(session);
    const losses = landscapeOf(session);
    expect(state(session)).toBe(before);
    const middle = losses[(losses.length - 1) / 2] ?? 0;
    expect(middle).toBeCloseTo(session.measure().trainLoss, 5);
  });
});

describe('the exported program', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const cases: readonly (readonly [name: string, config: PlayConfig, steps: number])[] = [
    ['classes-2', withChoices({ hidden: [4, 3], loss: 'margin', l1: 0.001 }), 60],
    ['classes-3', withChoices({ data: 'blobs', optimizer: 'rmsprop', init: 'xavier' }), 30],
    ['margins', withChoices({ data: 'blobs', loss: 'margin', batch: 500 }), 20],
    ['by-hand', withChoices({ data: 'hill', dropout: 0.2, batch: 500, loss: 'huber' }), 30],
    [
      'norms',
      withChoices({ batchNorm: true, schedule: 'cosine', momentum: 0.8, optimizer: 'adamw' }),
      30,
    ],
  ];

  function trained(name: string, config: PlayConfig, steps: number): Session {
    const session = new Session(config);
    if (name === 'by-hand' || name === 'norms') {
      session.goTo(15);
      session.change({ step: 15, kind: 'weight', layer: 1, neuron: 0, input: 2, value: -1.5 });
      session.change({ step: 15, kind: 'lr', value: 0.002 });
    }
    session.goTo(steps);
    return session;
  }

  it('gives the same bits', { timeout: 60_000 }, () => {
    mkdirSync(folder, { recursive: true });
    const expected = cases.flatMap(([name, config, steps]) => {
      const session = trained(name, config, steps);
      writeFileSync(join(folder, `${name}.mts`), exportCode(config, session.events, steps));
      return Object.entries(session.stateDict()).map(
        ([key, value]) => `${key} ${JSON.stringify(value.toArray())}`,
      );
    });
    // One process for all of them, one after the other.
    const imports = cases.map(([name]) => `await import('./${name}.mts');\n`);
    const file = join(folder, 'all.mts');
    writeFileSync(file, imports.join(''));
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stdout.trim().split('\n'), stderr).toEqual(expected);
  });
});

describe('data', () => {
  it.each(dataKinds.filter((kind) => kind !== 'painted' && kind !== 'digits'))(
    '%s is the same twice',
    (data) => {
      const config = withChoices({ data });
      const points = pointsOf(config);
      expect(points).toEqual(pointsOf(config));
      expect(points).toHaveLength(60);
      const { train, test } = splitOf(config);
      expect([train.length, test.length]).toEqual([42, 18]);
      const inside = points.filter(([x, y]) => Math.abs(x) < reach && Math.abs(y) < reach);
      expect(inside.length).toBeGreaterThan(50);
    },
  );

  it('comes from a table of one’s own, and all its columns are used', () => {
    const config = { ...defaultConfig, ...readTable('a;b;c;kind\n1;5;0;x\n3;7;4;y\n2;6;1;x\n') };
    expect(config.points).toEqual([
      [-2.5, -2.5, 0, -2.5],
      [2.5, 2.5, 1, 2.5],
      [0, 0, 0, -1.25],
    ]);
    expect(config.columns).toEqual(['a', 'b', 'c']);
    expect(decodeConfig(encodeConfig(config))).toEqual(config);
    expect(inputsOf(config.features, config.points)[2]).toEqual([0, 0, -1.25]);
    expect(new Session(config).weights()[0]?.weight).toHaveLength(12);
    const other = { ...config, ...showColumn(config, 1, 2) };
    expect([other.columns, other.points[2]]).toEqual([
      ['a', 'c', 'b'],
      [0, -1.25, 0, 0],
    ]);
    expect(() => readTable('only,words\n')).toThrow('two rows and three columns');
  });

  it('has numbers to be learned where there are too many for classes', () => {
    const rows = Array.from({ length: 9 }, (_, i) => `${i},${i * i},${3 * i}`);
    const config = { ...defaultConfig, ...readTable(rows.join('\n')) };
    expect([config.target, config.points[8], config.columns[0]]).toEqual([
      'number',
      [2.5, 2.5, 1],
      'column 1',
    ]);
    expect(outputsOf(config)).toBe(1);
  });
});

describe('the doctor on the page', () => {
  const told = (name: string, steps: number) => {
    const config = { ...defaultConfig, ...presets[name] };
    const session = new Session(config);
    session.goTo(steps);
    const fixes = session.findings.map((finding) => {
      return [finding.code, pageFix(finding, config, session.lr)] as const;
    });
    return { session, config, fixes: new Map<string, PageFix>(fixes) };
  };

  it('finds why a learning rate fails, and its button mends it', { timeout: 60_000 }, () => {
    const { session, config, fixes } = told('learning rate too high', 600);
    expect(session.measure().accuracy).toBeLessThan(0.9);
    const fix = fixes.get('lr-too-high');
    expect(fix?.words).toContain('in the bar above: 3 is too high');
    expect(fix?.button).toEqual({ name: 'begin anew with 0.3', changes: { lr: 0.3 } });
    const mended = new Session({ ...config, ...fix?.button?.changes });
    mended.goTo(600);
    expect(mended.measure().accuracy).toBeGreaterThan(0.97);
  });

  it('finds dead neurons and weights that are all alike', { timeout: 60_000 }, () => {
    expect(told('dead neurons', 200).fixes.get('dead-relu')?.words).toContain('take tanh');
    const zeros = told('all alike: zeros', 50).fixes.get('symmetric-weights');
    expect(zeros?.button?.changes).toEqual({ init: 'default' });
  });

  it('has nothing to say of a training that goes well', { timeout: 60_000 }, () => {
    expect([...told('circle', 300).fixes]).toEqual([]);
    expect([...told('learning rate too high', 1).fixes]).toEqual([]);
  });

  it('names nothing that a visitor cannot do', () => {
    const codes = Object.keys(codeTable).filter((code) => !silent.includes(code as Code));
    for (const code of codes) {
      const hint = { code, message: '', fix: 'call something()', step: 1 };
      expect(pageFix(hint, defaultConfig, 0.01).words, code).not.toContain('()');
    }
  });
});

it('a preset learns the spiral', { timeout: 60_000 }, () => {
  const config = decodeConfig(
    JSON.stringify({ data: 'spiral', noise: 0, hidden: [16, 16], count: 400, lr: 0.01 }),
  );
  const session = new Session(config);
  session.goTo(1500);
  expect(session.measure().accuracy).toBeGreaterThan(0.97);
});

it('fits into an address', () => {
  const config = withChoices({ data: 'blobs', classes: 5, features: ['x1', 'sin x2'], lr: 0.3 });
  expect(decodeConfig(encodeConfig(config))).toEqual(config);
  expect(outputsOf(config)).toBe(5);
  expect(decodeConfig('{"hidden":[99,-3,"x"],"lr":"no","data":"none"')).toEqual(defaultConfig);
  expect(decodeConfig('{"hidden":[99,-3]}').hidden).toEqual([16, 1]);
});

describe('in the stepper', () => {
  it.each([
    ['two sides', withChoices({ hidden: [3, 2] })],
    ['a margin, relu', withChoices({ loss: 'margin', activation: 'relu' })],
    ['sides squared', withChoices({ loss: 'squared', activation: 'sigmoid' })],
    ['classes', withChoices({ data: 'blobs', features: ['x1', 'x2', 'x1²', 'sin x2'] })],
    ['margins of classes', withChoices({ data: 'blobs', loss: 'margin' })],
    ['a number', withChoices({ data: 'hill', hidden: [] })],
    ['a number, absolute', withChoices({ data: 'hill', loss: 'absolute' })],
    ['a number, huber', withChoices({ data: 'plane', loss: 'huber', activation: 'linear' })],
  ])('the loss of a point and its gradients are those of the network: %s', (_, config) => {
    const session = new Session(config);
    session.goTo(10);
    for (const point of session.train.slice(0, 3)) {
      const tape = readTape(stepperCode(config, session.weights(), point));
      const { values } = compute(tape);
      const { x, y } = new Samples(config, [point]).all;
      const { model, linears } = session.network;
      model.zeroGrad();
      const loss = lossOf(config, model.forward(x), y);
      loss.backward();
      expect(values.get(tape.root)?.data).toBeCloseTo(loss.item(), 5);
      const gradients = linears.flatMap(({ weight, bias }) => {
        const [w, b] = [weight, bias].map((one) => [...(one?.grad?.toTypedArray() ?? [])]);
        const width = weight.shape[1] ?? 0;
        return (b ?? []).flatMap((own, n) => [...(w ?? []).slice(n * width, (n + 1) * width), own]);
      });
      const learned = tape.nodes.filter(({ label, op }) => op === 'leaf' && /^[wb]\d/.test(label));
      expect(learned).toHaveLength(gradients.length);
      learned.forEach(({ id }, i) =>
        expect(values.get(id)?.grad).toBeCloseTo(Number(gradients[i]), 5),
      );
    }
  });

  it('says why it takes no network that is large or has batch norm', () => {
    const why = (changes: Partial<PlayConfig>): string => {
      const config = withChoices(changes);
      return whyNotStepped(config, new Session(config).weights());
    };
    expect(why({ hidden: [4, 4] })).toBe('');
    expect(why({ hidden: [16, 16] })).toContain('has 337 weights');
    expect(why({ batchNorm: true })).toContain('Batch norm');
    expect(why({ activation: 'gelu' })).toContain('has no gelu');
  });
});
