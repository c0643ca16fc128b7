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
  test: { include: ['test/**/*.test.ts'], testTimeout: 30_000 },
});
