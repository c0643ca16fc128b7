/**
 * The first frame of an error's stack is the user's own line: programs of a user, run by Node on
 * the built package, each with a mistake at the line that says so.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
// A space, which is written as %20 in the addresses of modules.
const folder = mkdtempSync(join(tmpdir(), 'chainrule errors-'));
const dist = join(folder, 'node_modules/chainrule/dist');

const mistakes = {
  function: `
    add(tensor([1, 2]), tensor([1, 2, 3])); // here`,
  method: `
    const x = zeros([2, 3]);
    const y = x
      .mul(2)
      .matmul(x); // here
    y.sum();`,
  creation: `
    tensor([[1, 2], [3]]); // here`,
  'a read, of what was wrong long before': `
    const place = tensor([5], { dtype: 'int32' });
    const picked = zeros([3]).gather(0, place);
    const total = picked.mul(2).sum();
    total.item(); // here`,
  'a deep call of a layer': `
    const layer = new nn.TransformerEncoderLayer(8, 2);
    const model = new nn.Sequential(new nn.Sequential(layer));
    model.forward(zeros([1, 2, 9])); // here`,
  'a loss': `
    nn.functional.crossEntropy(zeros([2, 3]), tensor([0.5, 1])); // here`,
  'making an optimizer': `
    new optim.SGD([zeros([2], { requiresGrad: true })], { lr: Number.NaN }); // here`,
  'a step on a bad target': `
    const w = zeros([2, 3], { requiresGrad: true });
    const optimizer = new optim.AdamW([w]);
    nn.functional.crossEntropy(w, tensor([0, 7], { dtype: 'int32' })).backward();
    optimizer.step(); // here`,
  'backward without gradients': `
    zeros([2]).sum().backward(); // here`,
  'a setter': `
    tensor([1], { dtype: 'int32' }).requiresGrad = true; // here`,
  'a read of an old value': `
    const w = tensor([1], { requiresGrad: true });
    const move = () => {
      w.assign(w.add(1));
      w.item();
    };
    move();
    const y = w.mul(2);
    move();
    move();
    y.item(); // here`,
  'a function of the user that the package calls': `
    const broken = customOp({
      forward: (x) => x.matmul(zeros([3])), // here
      backward: () => [],
    });
    broken(zeros([2]));`,
  'what such a function returns': `
    const broken = customOp({ forward: (x) => x.mul(2), backward: () => [] });
    broken(tensor([1], { requiresGrad: true })).backward(); // here`,
  'an inner function of the user': `
    const inner = () => zeros([2]).reshape([3]); // here
    const outer = () => [1].map(() => inner());
    outer();`,
  'a state dict': `
    new nn.Linear(2, 3).loadStateDict({}); // here`,
} as const;

const names = Object.keys(mistakes) as (keyof typeof mistakes)[];

function programOf(name: keyof typeof mistakes): string {
  const imports = `import { add, customOp, nn, optim, tensor, zeros } from 'chainrule';`;
  return `${imports}\nexport function run() {${mistakes[name]}\n}\n`;
}

const runner = `
  const lines = [];
  for (let i = 0; i < ${names.length}; i++) {
    const { run } = await import(\`./program-\${i}.mjs\`);
    try {
      run();
      lines.push('no error');
    } catch (error) {
      lines.push(error.stack.split('\\n').find((line) => line.startsWith('    at ')) ?? error.stack);
    }
  }
  console.log(JSON.stringify(lines));
`;

let frames: readonly string[] = [];

beforeAll(() => {
  const command = [join(root, 'node_modules/tsx/dist/cli.mjs'), 'scripts/build.ts', dist];
  const built = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stdout + built.stderr);
  symlinkSync(join(root, 'package.json'), join(dist, '../package.json'));
  names.forEach((name, i) => {
    writeFileSync(join(folder, `program-${i}.mjs`), programOf(name));
  });
  writeFileSync(join(folder, 'main.mjs'), runner);
  const ran = spawnSync(process.execPath, ['main.mjs'], { cwd: folder, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(ran.stderr);
  frames = JSON.parse(ran.stdout);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the first frame is the line of the mistake', () => {
  it.each(names.map((name, i) => [name, i] as const))('in %s', (name, i) => {
    const lines = programOf(name).split('\n');
    const line = 1 + lines.findIndex((text) => text.endsWith('// here'));
    expect(frames[i]).toContain(`program-${i}.mjs:${line}:`);
  });
});

describe('a bundle that has no import.meta.url', () => {
  it('loads, and its errors tell where they come from', () => {
    const bundled = join(folder, 'bundled');
    const engine = join(bundled, 'chunks/engine.js');
    cpSync(dist, bundled, { recursive: true });
    const source = readFileSync(engine, 'utf8');
    expect(source).toContain('import.meta.url');
    writeFileSync(engine, source.replaceAll('import.meta.url', 'undefined'));
    const program = `
      import { ShapeError } from './bundled/index.js';
      console.log(new ShapeError('x: wrong').stack);
    `;
    writeFileSync(join(folder, 'uses-bundled.mjs'), program);
    const ran = spawnSync(process.execPath, ['uses-bundled.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(ran.stdout).toMatch(/x: wrong\n.*uses-bundled\.mjs:3:/);
  });
});
