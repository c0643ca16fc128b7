/** `npx chainrule` works in a clone, however often it was built. */

import { statSync } from 'node:fs';
import { expect, it } from 'vitest';

it.skipIf(process.platform === 'win32')('a build leaves the command executable', () => {
  const { mode } = statSync(new URL('../../dist/cli/main.js', import.meta.url));
  expect(mode & 0o111).toBe(0o111);
});
