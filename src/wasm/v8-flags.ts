/** Flags of V8, which Node can set while it runs. On other engines nothing happens. */

/** The part of Node's process object that is looked at; absent in browsers. */
interface Host {
  readonly process?: {
    readonly getBuiltinModule?: (id: string) => unknown;
    readonly versions?: { readonly v8?: string };
  };
}

/** First number of V8's version; 0 on other engines, and where it is not known. */
export function v8Version(): number {
  const host: Host = globalThis;
  return Number.parseInt(host.process?.versions?.v8 ?? '', 10) || 0;
}

/** Sets flags of V8; one that it does not know makes it print an error. */
export function setV8Flags(...flags: readonly string[]): void {
  try {
    const host: Host = globalThis;
    const v8 = host.process?.getBuiltinModule?.('node:v8');
    if (hasFlags(v8)) for (const flag of flags) v8.setFlagsFromString(flag);
  } catch {
    // An engine without flags has nothing to switch.
  }
}

function hasFlags(module: unknown): module is { setFlagsFromString(flag: string): void } {
  return typeof module === 'object' && module !== null && 'setFlagsFromString' in module;
}
