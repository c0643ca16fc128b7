/** What detection finds on this engine. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { detectFeatures } from '../../src/wasm/features.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('detectFeatures', () => {
  it('finds what Node has', () => {
    expect(detectFeatures()).toEqual({ fma: true, shared: true });
  });

  it('says what is missing where there is no SIMD', () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    expect(detectFeatures).toThrow(/no WebAssembly SIMD.*Node 20/);
  });

  it('does without relaxed SIMD and without a process', () => {
    const validate = WebAssembly.validate;
    const isRelaxed = (module: BufferSource) =>
      Buffer.from(module as Uint8Array).includes('fd8502', 'hex');
    vi.spyOn(WebAssembly, 'validate').mockImplementation((m) => !isRelaxed(m) && validate(m));
    vi.stubGlobal('process', undefined);
    expect(detectFeatures().fma).toBe(false);
  });

  it('does without shared memory', () => {
    vi.stubGlobal('crossOriginIsolated', false);
    expect(detectFeatures().shared).toBe(false);
    vi.stubGlobal('crossOriginIsolated', undefined);
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(detectFeatures().shared).toBe(false);
  });
});
