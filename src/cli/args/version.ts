/** The version of the package that the command line belongs to. */

import { readFileSync } from 'node:fs';

/** Such as `0.1.0`; `unknown` when the manifest cannot be found. */
export function versionOf(): string {
  const path = new URL('../../package.json', import.meta.url);
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return known ? String(manifest.version) : 'unknown';
}
