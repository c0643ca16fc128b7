/** Files that tests write and read again, in a folder that goes with them. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder of its own for a test file, and a way to write into it. */
export function temporaryFolder(): {
  readonly root: string;
  readonly file: (name: string, content: string | Uint8Array) => string;
} {
  const root = mkdtempSync(join(tmpdir(), 'chainrule-table-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return {
    root,
    file: (name, content) => {
      const path = join(root, name);
      writeFileSync(path, content);
      return path;
    },
  };
}
