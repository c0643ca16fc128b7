/** Chainrule as a contestant: `node chainrule.ts [threads]`, on the built package. */

import { readFileSync } from 'node:fs';
import { getNumThreads, setNumThreads } from 'chainrule';
import { packageFile } from './built-package.js';
import { serve } from './serve.js';
import { workloads } from './workloads.js';

const threads = process.argv[2];
if (threads !== undefined) setNumThreads(Number(threads));
const { version } = JSON.parse(readFileSync(packageFile('../package.json'), 'utf8'));
await serve({ version, detail: `threads: ${getNumThreads()}` }, workloads);
