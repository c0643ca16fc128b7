/** The doctor itself: it changes nothing, tells each thing once, and lets go of everything. */

import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compile, manualSeed, nn, optim, randn, type Tensor } from 'chainrule';
import { DataLoader, loadDigits } from 'chainrule/data';
import { type Code, codeTable, doctor, type Finding, formatFinding } from 'chainrule/train';
import { describe, expect, it } from 'vitest';
import { firstNonfinite } from './cases/dynamics.js';
import { classBatches, classifier, codesOf, run } from './loop.js';

const { crossEntropy } = nn.functional;

function network(): nn.Sequential {
  return new nn.Sequential(
    new nn.Linear(8, 16),
    new nn.BatchNorm1d(16),
    new nn.Tanh(),
    new nn.Dropout(0.3),
    new nn.Linear(16, 3),
  );
}

/**
 * Trains, with or without a doctor, told before or after the update; gives every bit of the end.
 */
function train(watch: 'not' | 'after' | 'before'): unknown {
  const batches = classBatches();
  manualSeed(2);
  const model = network();
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
  const check = watch === 'not' ? null : doctor(model, optimizer, { every: 3 });
  const losses: number[] = [];
  for (let step = 1; step <= 15; step++) {
    const [input, target] = batches(step);
    optimizer.zeroGrad();
    const output = model.forward(input);
    const loss = crossEntropy(output, target);
    loss.backward();
    if (watch === 'before') check?.step(loss, { input, output, target });
    optimizer.step();
    if (watch === 'after') check?.step(loss, { input, output, target });
    losses.push(loss.item());
  }
  const state = Object.entries(model.stateDict()).map(([name, value]) => [name, value.toArray()]);
  return { losses, state, next: randn([4]).toArray() };
}

describe('a training that is watched', () => {
  it.each(['after', 'before'] as const)('has the same bits, told %s the update', (when) => {
    expect(train(when)).toEqual(train('not'));
  });

  it('has no findings in digits', () => {
    manualSeed(1337);
    const data = new DataLoader(loadDigits(), { batchSize: 64, shuffle: true });
    const model = new nn.Sequential(new nn.Linear(64, 32), new nn.ReLU(), new nn.Linear(32, 10));
    const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-3 });
    const check = doctor(model, optimizer);
    for (let epoch = 0; epoch < 8; epoch++) {
      for (const [input, target] of data) {
        optimizer.zeroGrad();
        const output = model.forward(input);
        const loss = crossEntropy(output, target);
        loss.backward();
        optimizer.step();
        check.step(loss, { input, output, target });
      }
    }
    expect(check.findings).toEqual([]);
  });

  it('may be compiled: losses and batches are looked at', () => {
    const model = classifier();
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.01 });
    const check = doctor(model, optimizer);
    const batches = classBatches();
    const step = compile((x: Tensor, y: Tensor) => {
      optimizer.zeroGrad();
      const loss = crossEntropy(model.forward(x), y);
      loss.backward();
      optimizer.step();
      return loss;
    });
    const [input, target] = batches(1);
    for (let i = 0; i < 20; i++) check.step(step(input, target), { input, target });
    expect(check.findings).toEqual([]);
    expect(step.obstacle).toBeNull();
  });

  it('may update more than once before it tells', () => {
    const model = classifier();
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.01 });
    const check = doctor(model, optimizer, { every: 1 });
    const batches = classBatches();
    for (let i = 1; i <= 6; i++) {
      const [input, target] = batches(i);
      const output = model.forward(input);
      const loss = crossEntropy(output, target);
      loss.backward();
      optimizer.step();
      optimizer.step();
      optimizer.zeroGrad();
      check.step(loss.detach(), { input, target });
    }
    expect(check.findings).toEqual([]);
  });
});

describe('findings', () => {
  const mistaken = { model: classifier(), batches: classBatches(), loss: crossEntropy };

  it('come once each, to a listener as well', () => {
    const heard: Finding[] = [];
    const options = { onFinding: (finding: Finding) => heard.push(finding) };
    const check = run({ ...mistaken, zeroGrad: false, options });
    expect(codesOf(check)).toEqual(['grad-not-zeroed']);
    expect(heard).toEqual(check.findings);
    expect(heard[0]).toMatchObject({ step: 2, severity: 'error' });
  });

  it('are silenced by their code', () => {
    const options = { silence: ['grad-not-zeroed'] as const };
    expect(run({ ...mistaken, zeroGrad: false, options }).findings).toEqual([]);
  });

  it('read as sentences', () => {
    const [finding] = run({ ...mistaken, zeroGrad: false }).findings;
    expect(finding && formatFinding(finding)).toMatchInlineSnapshot(`
      "error grad-not-zeroed (step 2, 2.bias): Gradients of an earlier step were added to those of this one: first seen at 2.bias
        Call optimizer.zeroGrad() before each backward()"
    `);
  });

  it('refuses a code that does not exist, and a bad every', () => {
    const { model } = mistaken;
    const optimizer = new optim.SGD(model.parameters(), { lr: 1 });
    const silence = ['dead-rely' as Code];
    expect(() => doctor(model, optimizer, { silence })).toThrow(/no code 'dead-rely'/);
    expect(() => doctor(model, optimizer, { every: 0 })).toThrow(/every must be a positive/);
  });
});

describe('the first number that is not finite', () => {
  it.each([
    ['forward', { op: 'log', pass: 'forward', module: '' }],
    ['backward', { op: 'sqrt', pass: 'backward', module: '' }],
    ['input', {}],
  ] as const)('is found where it was made: %s', (where, place) => {
    const [finding] = firstNonfinite[where]().findings;
    expect(finding).toMatchObject({ code: 'first-nonfinite', where: place });
    if (where === 'input') expect(finding?.message).toContain('the input has it already');
    else expect(finding?.where.line).toMatch(/loop\.ts:\d+:\d+$/);
  });

  it('is named by the module inside of which it was made', () => {
    class Root extends nn.Module {
      forward(x: Tensor): Tensor {
        return x.log();
      }
    }
    const model = new nn.Sequential(new nn.Linear(8, 8), new Root(), new nn.Linear(8, 3));
    const { findings } = run({ model, batches: classBatches(), loss: crossEntropy, steps: 1 });
    expect(findings[0]?.where).toMatchObject({ module: '1', op: 'log' });
  });
});

describe('what it holds', () => {
  it('is given back by stop()', () => {
    const model = network();
    const keys = (): unknown => model.modules().map((module) => Object.getOwnPropertyNames(module));
    const before = keys();
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
    const [first, second] = [doctor(model, optimizer), doctor(model, optimizer)];
    expect(keys()).not.toEqual(before);
    second.stop();
    first.stop();
    expect(keys()).toEqual(before);
    const parameters = model.parameters();
    expect(parameters.some((parameter) => Object.hasOwn(parameter, 'receive'))).toBe(false);
  });

  it('is one pass at most, of those that it is not told of', async () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect !== 'function') throw new Error('no garbage collector to be called');
    const model = new nn.Linear(2, 1);
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
    const check = doctor(model, optimizer);
    const passes = Array.from({ length: 50 }, () => new WeakRef(model.forward(randn([4, 2])).node));
    // A WeakRef keeps its target until the next turn of the event loop.
    await new Promise((resolve) => setTimeout(resolve));
    collect();
    expect(passes.filter((pass) => pass.deref() !== undefined).length).toBeLessThanOrEqual(1);
    check.stop();
  });
});

describe('docs/doctor.md', () => {
  const page = readFileSync(new URL('../../../docs/doctor.md', import.meta.url), 'utf8');

  it('has a paragraph for each code and for no other', () => {
    const headings = [...page.matchAll(/^### `([a-z-]+)`$/gm)].map((match) => match[1]);
    expect(headings.toSorted()).toEqual(Object.keys(codeTable).toSorted());
  });
});
