/** What the bench reaches in the built package beside its entry points: threads, kernels, nodes. */

type DeviceModule = typeof import('../src/runtime/device.js');
type NodeModule = typeof import('../src/graph/node.js');
type LayoutModule = typeof import('../src/runtime/layout.js');

/** A file by its path from the main entry. */
export function packageFile(path: string): URL {
  return new URL(path, import.meta.resolve('chainrule'));
}

/** The device and its threads. */
export function deviceModule(): Promise<DeviceModule> {
  return import(packageFile('runtime/device.js').href);
}

/** Nodes and their order. */
export function nodeModule(): Promise<NodeModule> {
  return import(packageFile('graph/node.js').href);
}

/** How commands lie in memory. */
export function layoutModule(): Promise<LayoutModule> {
  return import(packageFile('runtime/layout.js').href);
}
