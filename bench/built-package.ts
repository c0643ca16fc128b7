/** Where the bench finds the built package, and what it reaches in it below the entry points. */

/** A file by its path from the main entry. */
export function packageFile(path: string): URL {
  return new URL(path, import.meta.resolve('chainrule'));
}

/** The device, nodes and their order, and how commands lie in memory: the ones that 'chainrule' uses. */
export function internals(): Promise<typeof import('./internals.js')> {
  return import(packageFile('internals.js').href);
}
