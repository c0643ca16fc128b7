/**
 * Chainrule as a contestant: `node chainrule.ts [--threads <n>] [--compile]`, on the built package.
 */

import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { getNumThreads, setNumThreads } from 'chainrule';
import { serve } from './serve.js';
import { compiledWorkloads, workloads } from './workloads.js';

const { values: options } = parseArgs({
  options: { threads: { type: 'string' }, compile: { type: 'boolean', default: false } },
});
if (options.threads !== undefined) setNumThreads(Number(options.threads));
const { version } = createRequire(import.meta.url)('chainrule/package.json');
const detail = `threads: ${getNumThreads()}`;
await serve({ version, detail }, options.compile ? compiledWorkloads : workloads);
