/** The folders that runs lie in: one, whose runs keep their names, or several with a name each. */

import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A folder, and what stands before the names of its runs. */
interface Place {
  readonly prefix: string;
  readonly folder: string;
}

/** Prefixes by which the folders can be told apart: their own names where those differ. */
function placesOf(folders: readonly string[]): Place[] {
  if (folders.length === 1) return folders.map((folder) => ({ prefix: '', folder }));
  const taken = new Set<string>();
  return folders.map((folder) => {
    const own = basename(folder).replace(/[^\w.-]/g, '-') || 'runs';
    let prefix = own;
    for (let i = 2; taken.has(prefix); i++) prefix = `${own}-${i}`;
    taken.add(prefix);
    return { prefix: `${prefix}/`, folder };
  });
}

/** Names of the folders in `folder`; a symbolic link is none of ours, wherever it leads. */
async function subfolders(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name);
  } catch {
    // The folder is gone, or not there yet: there are no runs.
    return [];
  }
}

/** Where the run `name` lies. */
export interface RunPlace {
  /** The folder that has it among others. */
  readonly parent: string;
  /** Its own name there. */
  readonly own: string;
}

/** All folders of a store. */
export class RunFolders {
  readonly #places: readonly Place[];

  constructor(folders: readonly string[]) {
    this.#places = placesOf([...new Set(folders)]);
  }

  /** The folders, as they are shown. */
  get words(): string {
    return this.#places.map(({ folder }) => folder).join(', ');
  }

  /** Names of what might be runs. */
  async names(): Promise<string[]> {
    const found = await Promise.all(
      this.#places.map(async ({ prefix, folder }) =>
        (await subfolders(folder)).map((name) => `${prefix}${name}`),
      ),
    );
    return found.flat();
  }

  /** Where a run of this name lies, or would; null for a name that none can have. */
  placeOf(name: string): RunPlace | null {
    const place = this.#places.find(({ prefix }) => name.startsWith(prefix));
    if (place === undefined) return null;
    const own = name.slice(place.prefix.length);
    return own === '' || own.includes('/') ? null : { parent: place.folder, own };
  }

  /** The path of the folder of a run. */
  pathOf(name: string): string | null {
    const place = this.placeOf(name);
    return place === null ? null : join(place.parent, place.own);
  }
}
