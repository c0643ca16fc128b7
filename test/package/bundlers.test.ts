/**
 * The installed package in the bundlers that people use, as a page would have it: pictures with and
 * without the libraries that draw them, and what a network in a page weighs.
 */

import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { runIn } from './run.js';
import { missingTools, tools } from './tools.js';

const consumer = inject('consumer');
const installed = fileURLToPath(new URL('../../node_modules/', import.meta.url));

const pictures = `
import { plotLoss } from 'chainrule/viz';
export const toSVG = () => plotLoss([3, 2, 1]).toSVG();
export const toPNG = () => plotLoss([3, 2, 1]).toPNG();
`;

const network = `
import { manualSeed, nn, noGrad, optim, tensor } from 'chainrule';
manualSeed(1);
const layers = [new nn.Linear(4, 16), new nn.ReLU(), new nn.Dropout(0.1), new nn.Linear(16, 3)];
const model = new nn.Sequential(...layers);
const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-2 });
const scheduler = new optim.lrScheduler.StepLR(optimizer, 50);
const [x, y] = [tensor([[1, 2, 3, 4], [4, 3, 2, 1]]), tensor([0, 1], { dtype: 'int32' })];
for (let i = 0; i < 100; i++) {
  optimizer.zeroGrad();
  const loss = nn.functional.crossEntropy(model.forward(x), y);
  loss.backward();
  optimizer.step();
  scheduler.step();
}
model.eval();
export const classes = () => noGrad(() => model.forward(x).argmax(1)).toArray();
`;

/** The same page with modules that esbuild looks through. */
const ofModules = network
  .replace(
    /import .*/,
    `import { manualSeed, noGrad, tensor } from 'chainrule';
import * as nn from 'chainrule/nn';
import * as F from 'chainrule/nn/functional';
import * as optim from 'chainrule/optim';`,
  )
  .replace('nn.functional', 'F');

/** What the exports of a bundled program give, or the messages of their errors, in Node. */
function bundled(bundler: string, folder: string, name: string, program: string) {
  writeFileSync(join(folder, `${name}.js`), program);
  // webpack and Rollup take ten seconds, and many times that on a machine that has other work.
  runIn(tools, process.execPath, ['bundle.js', bundler, folder, name], {}, 280_000);
  const file = `${name}-${bundler}.mjs`;
  const call = `
    const results = Object.entries(await import('./${file}')).map(async ([name, call]) =>
      [name, await Promise.resolve().then(call).catch((error) => error.message)]);
    console.log(JSON.stringify(Object.fromEntries(await Promise.all(results))));`;
  const printed = runIn(folder, process.execPath, ['--input-type=module', '-e', call]);
  return { found: JSON.parse(printed), text: readFileSync(join(folder, file), 'utf8') };
}

/** A project beside the consumer's, in which the libraries that draw are installed, too. */
function projectWithPeers(): string {
  const folder = join(dirname(consumer), 'with-peers');
  const [from, to] = [consumer, folder].map((one) => join(one, 'node_modules/chainrule'));
  cpSync(from ?? '', to ?? '', { recursive: true, filter: (path) => !/\.map$|\/src$/.test(path) });
  const resvg = readdirSync(join(installed, '@resvg')).map((name) => `@resvg/${name}`);
  for (const path of [...resvg, '@viz-js/viz', 'vega', 'vega-lite']) {
    mkdirSync(dirname(join(folder, 'node_modules', path)), { recursive: true });
    symlinkSync(join(installed, path), join(folder, 'node_modules', path));
  }
  return folder;
}

const all = ['esbuild', 'rollup', 'vite', 'webpack'];

describe.skipIf(missingTools)('a page with pictures', () => {
  let withPeers = '';
  beforeAll(() => {
    withPeers = projectWithPeers();
  }, 60_000);

  it.each(all)(
    'is bundled by %s, and draws',
    (bundler) => {
      const { found, text } = bundled(bundler, withPeers, 'pictures', pictures);
      expect(found.toSVG).toContain('<svg');
      expect(found.toPNG).toContain('toPNG: works in Node and Deno. In a page');
      expect(text).not.toContain('resvgjs');
    },
    300_000,
  );

  it.each(all)(
    'is bundled by %s where nothing can draw, and says so',
    (bundler) => {
      const { found } = bundled(bundler, consumer, 'pictures', pictures);
      expect(found.toSVG).toContain('Run: npm install vega vega-lite');
    },
    300_000,
  );
});

describe.skipIf(missingTools)('a page that trains a network', () => {
  // Most of it is the compiler and the methods of tensors, which any call may need. esbuild keeps
  // all of `nn` and `optim`, since it does not look through a namespace that is exported again.
  it.each([
    ['vite', 'network', network, 121_000],
    ['esbuild', 'network', network, 173_000],
    ['esbuild', 'modules', ofModules, 128_500],
  ])('by %s, %s, is small when compressed', (bundler, name, program, most) => {
    const { found, text } = bundled(bundler, consumer, name, program);
    expect(found.classes).toEqual([0, 1]);
    expect(gzipSync(text).length).toBeLessThan(most);
  });
});
