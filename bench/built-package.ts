/** What the bench reaches in the built package below the entry points. */

/** The device, nodes and their order: the ones that 'chainrule' uses. */
export function internals(): Promise<typeof import('./internals.js')> {
  return import(new URL('internals.js', import.meta.resolve('chainrule')).href);
}
