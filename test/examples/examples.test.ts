/** The quick examples run, and show what they promise. */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadMnistPackage } from '../../examples/mnist-package.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

function run(name: string): string {
  const args = ['--import', 'tsx', `examples/${name}.ts`];
  return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
}

describe('examples', () => {
  it('linear-regression finds the line', () => {
    expect(run('linear-regression')).toContain('y = 2.99 x + -2.00, made as y = 3 x - 2');
  });

  it('digits-mlp learns digits', () => {
    const accuracy = /test accuracy (\d+\.\d) %/.exec(run('digits-mlp'))?.[1];
    expect(Number(accuracy)).toBeGreaterThan(96);
  });

  it('mnist-cnn finds its 10,000 pictures', () => {
    const pictures = loadMnistPackage();
    expect(pictures.length).toBe(10_000);
    const [x, y] = pictures.get(9_999);
    expect(x.shape).toEqual([1, 28, 28]);
    expect(x.max().item()).toBe(1);
    expect(y.item()).toBe(9);
  });
});
