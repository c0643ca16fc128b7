/** A file that was dropped onto the page, as a file that the command line can read. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { DataError } from '../../../errors.js';

/** A name that is one on every system, and no path. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[^\w.-]/g, '-').replace(/^\.+/, '');
  return plain === '' ? 'file' : plain.slice(-100);
}

/**
 * Calls `use` with the path of a file that has these bytes, and removes it after.
 * @throws DataError when `use` cannot read it, or it has an ending that is none of `endings`.
 */
export async function withFile<Result>(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  endings: readonly string[],
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const ending = extname(name).toLowerCase();
  if (!endings.includes(ending)) {
    throw new DataError(`${name} is no file for this model: it reads ${endings.join(', ')}`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-'));
  try {
    const path = join(folder, plainName(name));
    await writeFile(path, bytes);
    return await use(path);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    // Where it lay for a moment tells nobody anything.
    const words = error.message.replaceAll(join(folder, '/'), '');
    throw new DataError(words, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
