/**
 * `npm run check:habits`: runs every habit check over the repository, prints each finding as
 * `file:line: message (rule)`, and fails when there is one.
 */

import { fileURLToPath } from 'node:url';
import { checks, folders } from './checks.js';
import { readSources, show } from './source.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = readSources(root, folders);
const findings = Object.entries(checks).flatMap(([rule, check]) =>
  check(sources).map((finding) => `${show(finding)} (${rule})`),
);
for (const finding of findings) console.log(finding);
const count = Object.keys(checks).length;
console.log(`${count} habit checks on ${sources.length} files: ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;
