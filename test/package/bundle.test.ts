/** The installed package in a user's bundler, which leaves out what a page does not use. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, inject, it } from 'vitest';
import { runIn } from './run.js';

const consumer = inject('consumer');

/** The code of a page, minified by Vite. */
async function bundle(program: string): Promise<string> {
  const entry = join(consumer, 'page.js');
  writeFileSync(entry, program);
  const result = await build({
    root: consumer,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry, formats: ['es'] },
      rolldownOptions: { external: /^node:/ },
    },
  });
  const bundles = Array.isArray(result) ? result : [result];
  const chunks = bundles.flatMap((one) => ('output' in one ? one.output : []));
  return chunks.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
}

it('a page of numbers loads no tensors', async () => {
  const code = await bundle("export { Value } from 'chainrule/scalar';");
  expect(code.length).toBeLessThan(10_000);
  expect(code).not.toContain('WebAssembly');
});

it('a page with one layer does not load the others', async () => {
  const code = await bundle("import { nn } from 'chainrule'; export default new nn.Linear(2, 3);");
  expect(code).toContain('WebAssembly');
  expect(code).not.toContain('numHeads');
});

it('every entry point uses the same classes', () => {
  const program = [
    "import { DataError, Tensor, tensor } from 'chainrule';",
    "import { loadIris, StandardScaler } from 'chainrule/data';",
    "import { loadSafetensors } from 'chainrule/io';",
    'const scaled = new StandardScaler().fitTransform(tensor([[1], [2]]));',
    'const samples = loadIris().get(0);',
    'const found = [scaled, ...samples].map((one) => one instanceof Tensor);',
    'try {',
    "  loadSafetensors('missing');",
    '} catch (error) {',
    '  console.log(JSON.stringify([...found, error instanceof DataError]));',
    '}',
  ].join('\n');
  writeFileSync(join(consumer, 'classes.js'), program);
  const found: unknown[] = JSON.parse(runIn(consumer, process.execPath, ['classes.js']));
  expect(found).toEqual(found.map(() => true));
});
