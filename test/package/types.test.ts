/** The declarations of the installed package, as strict projects of both module styles see them. */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, it } from 'vitest';
import { entryPoints } from '../../scripts/check/entry-points.js';
import { missingTools, tools } from './tools.js';

const consumer = inject('consumer');
const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

const program = [
  ...entryPoints.map(({ name }, i) => `import * as entry${i} from '${name}';`),
  "import { type Tensor, tensor } from 'chainrule';",
  'export const sum: Tensor = tensor([1, 2]).sum();',
  `console.log(${entryPoints.map((_, i) => `entry${i}`).join(', ')});`,
].join('\n');

/** What the compiler says of a program that imports every entry; nothing when all is well. */
function complaints(compiler: string, module: string, moduleResolution: string): string {
  writeFileSync(join(consumer, 'program.ts'), program);
  const compilerOptions = {
    module,
    moduleResolution,
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  };
  const project = join(consumer, `tsconfig.${moduleResolution}.json`);
  writeFileSync(project, JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  return spawnSync(process.execPath, [compiler, '-p', project], { encoding: 'utf8' }).stdout;
}

it.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('module %s, resolution %s', (module, moduleResolution) => {
  expect(complaints(tsc, module, moduleResolution)).toBe('');
});

// The oldest compiler that the README names, with the oldest way to find packages.
it.skipIf(missingTools)('TypeScript 5.4, resolution node', () => {
  const oldest = join(tools, 'node_modules/typescript/bin/tsc');
  expect(complaints(oldest, 'esnext', 'node10')).toBe('');
});
