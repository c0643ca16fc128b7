/**
 * `npm run bench`: every row side by side with the peers, in one run. Options after `--`:
 * `--only <group or part of a name>`, `--rounds <n>`, `--milliseconds <n>` (of one turn), or
 * `--kernels <group>` for a look at Chainrule's kernels. A run of everything writes `docs/performance.md` (between its marks) and `docs/performance.json`.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, type Effort, type Result } from './compare.js';
import { Contestant } from './contestant.js';
import { entrants, installPeers, typeScript } from './entrants.js';
import { measureColdStarts, measureGraphOverhead } from './fresh-processes.js';
import { duration, markdown, type Report, versionsOf } from './report.js';
import { type Row, rows } from './rows.js';

const page = new URL('../docs/performance.md', import.meta.url);
const data = new URL('../docs/performance.json', import.meta.url);
const marks = /(<!-- bench -->\n)[\s\S]*?(\n<!-- \/bench -->)/;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '15' },
    milliseconds: { type: 'string', default: '60' },
    kernels: { type: 'string' },
  },
});

/** Whether a part of the bench was asked for. */
const isWanted = (...names: string[]): boolean =>
  options.only === undefined || names.some((name) => name.includes(options.only ?? ''));

async function startAll(): Promise<Contestant[]> {
  installPeers();
  const running: Contestant[] = [];
  for (const entrant of entrants()) {
    const contestant = await Contestant.start(entrant);
    if (contestant instanceof Contestant) running.push(contestant);
    else console.log(`${entrant.name}: skipped, ${contestant}`);
  }
  return running;
}

function printResult({ row, outcomes }: Result): void {
  const parts = Object.entries(outcomes).map(([name, outcome]) => {
    if (outcome.kind !== 'time') return `${name}: ${outcome.kind} (${outcome.reason})`;
    const { median, min } = outcome.summary;
    return `${name} ${duration(median)} (best ${duration(min)})`;
  });
  console.log(`${row.name}\n    ${parts.join(', ')}`);
}

async function measureRows(
  contestants: readonly Contestant[],
  wanted: readonly Row[],
): Promise<Result[]> {
  const effort: Effort = {
    rounds: Number(options.rounds),
    milliseconds: Number(options.milliseconds),
  };
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-bench-'));
  const results: Result[] = [];
  try {
    for (const row of wanted) {
      const result = await compare(row, contestants, folder, effort);
      printResult(result);
      results.push(result);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return results;
}

async function main(): Promise<void> {
  const load = `load before the run ${loadavg()[0]?.toFixed(1)}`;
  const wanted = rows.filter((row) => isWanted(row.group, row.name));
  const contestants = wanted.length > 0 ? await startAll() : [];
  const results = await measureRows(contestants, wanted);
  const versions = versionsOf(contestants);
  for (const contestant of contestants) contestant.stop();
  const processors = cpus();
  const report: Report = {
    machine: `${processors.length} cores of ${processors[0]?.model}, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
    command: 'npm run bench',
    load,
    versions,
    results,
    coldStarts: isWanted('cold') ? measureColdStarts() : [],
    overhead: isWanted('overhead') ? measureGraphOverhead() : null,
  };
  const text = markdown(report);
  console.log(`\n${text}`);
  if (options.only === undefined) {
    const before = readFileSync(page, 'utf8');
    writeFileSync(
      page,
      before.replace(marks, (_, open, close) => `${open}${text}${close}`),
    );
    writeFileSync(data, `${JSON.stringify(report, null, 1)}\n`);
  }
  const isWrong = results.some(({ outcomes }) =>
    Object.entries(outcomes).some(([name, { kind }]) => name === 'Chainrule' && kind !== 'time'),
  );
  if (isWrong) process.exitCode = 1;
}

if (options.kernels === undefined) await main();
else {
  const { command, args, env } = typeScript('./kernels.ts', options.kernels);
  spawnSync(command, args, { env: { ...process.env, ...env }, stdio: 'inherit' });
}
