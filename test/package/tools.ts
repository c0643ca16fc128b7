/**
 * Bundlers and an old compiler that users may have. They are installed apart from the package's own
 * tools, by `npm ci --prefix test/package/tools`; without them their tests are left out, which a
 * line says.
 */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where they are. */
export const tools: string = fileURLToPath(new URL('./tools/', import.meta.url));

/** Whether they are not installed. */
export const missingTools: boolean = !existsSync(`${tools}node_modules`);
if (missingTools) {
  console.warn('SKIPPED: bundlers and TypeScript 5.4, run npm ci --prefix test/package/tools');
}
