/**
 * How tests run: everything imports the sources by the package's public names, except `test/package/`,
 * which builds, packs and installs the package first and uses it as a stranger would.
 */

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const src = fileURLToPath(new URL('./src/', import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^chainrule$/, replacement: `${src}index.ts` },
      { find: /^chainrule\/(.+)$/, replacement: `${src}$1/index.ts` },
    ],
  },
  test: {
    // Vitest leaves one processor out, which on two of them is half.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'sources',
          include: ['test/**/*.test.ts'],
          exclude: ['test/package/**'],
          // A busy machine is no failure.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/package/install.ts'],
          testTimeout: 120_000,
          // Copying and taking away a project is no quicker than what is tried in it.
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
