/**
 * Files of the origin private file system, which browsers give to each site.
 * Source: https://fs.spec.whatwg.org/#sandboxed-filesystem
 */

import { DataError } from '../../errors.js';

/** The folder `path` in the file system of this site; made when it is not there. */
export async function opfsFolder(op: string, path: string): Promise<FileSystemDirectoryHandle> {
  const storage = globalThis.navigator?.storage;
  if (typeof storage?.getDirectory !== 'function') {
    throw new DataError(
      `${op}: there is no origin private file system here. In Node and Deno use RunFolder; a page ` +
        'needs https or localhost',
    );
  }
  try {
    let folder = await storage.getDirectory();
    for (const name of path.split('/').filter((part) => part !== '')) {
      folder = await folder.getDirectoryHandle(name, { create: true });
    }
    return folder;
  } catch (cause) {
    throw new DataError(`${op}: the folder '${path}' cannot be made`, { cause });
  }
}

/** Replaces a file. A crash leaves the old content, or where `createWritable` lacks, a part. */
export async function writeOpfs(
  op: string,
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  try {
    const handle = await folder.getFileHandle(name, { create: true });
    if (typeof handle.createWritable !== 'function') return await writeInPlace(handle, bytes);
    const file = await handle.createWritable();
    await file.write(bytes);
    await file.close();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(`${op}: '${name}' cannot be written: ${reason}`, { cause });
  }
}

/** What is used of a file that is open; TypeScript knows it in workers alone. */
interface OpenFile {
  truncate(size: number): void;
  write(bytes: Uint8Array): number;
  flush(): void;
  close(): void;
}

/** The way of browsers that lack `createWritable`; in workers only. */
async function writeInPlace(
  handle: FileSystemFileHandle,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const open: () => Promise<OpenFile> = Reflect.get(handle, 'createSyncAccessHandle');
  const file = await open.call(handle);
  try {
    file.truncate(0);
    file.write(bytes);
    file.flush();
  } finally {
    file.close();
  }
}

/** The bytes of a file, or null when there is none. */
export async function readOpfs(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<Uint8Array | null> {
  try {
    const file = await (await folder.getFileHandle(name)).getFile();
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return null;
    throw error;
  }
}
