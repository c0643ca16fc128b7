/**
 * Memory that training steps plan for temporaries beside the most that these need at the same time.
 * Prints one JSON object, `StepMemory[]`.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { profile } from 'chainrule';
import type { StepMemory } from './fresh-processes.js';
import { writeInputs } from './inputs.js';
import { rows } from './rows.js';
import { inputsOf } from './serve.js';
import { workloads } from './workloads.js';

const folder = mkdtempSync(join(tmpdir(), 'chainrule-memory-'));
const found: StepMemory[] = [];
for (const row of rows.filter(({ losses }) => losses === true)) {
  const work = await workloads[row.kind]?.(inputsOf(writeInputs(folder, row)), row.params);
  if (work === undefined) continue;
  const { arenaBytes, peakBytes } = profile(work.call);
  found.push({ name: row.name, arenaBytes, peakBytes });
}
rmSync(folder, { recursive: true });
console.log(JSON.stringify(found));
process.exit(0);
