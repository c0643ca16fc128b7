/**
 * `npm run bench`: every row side by side with the peers, in one run. Options after `--`:
 * `--only <group or part of a name>`, `--rounds <n>`, `--milliseconds <n>` (of one turn), or
 * `--kernels <group>` for a look at Chainrule's kernels, or `--operations <part of a name>` for single operations
 * beside PyTorch. A run of everything writes
 * `docs/performance.md` and the table of the README (between their marks), `docs/performance.json` and the
 * picture of the scaling.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compare, type Effort, type Result } from './compare.js';
import { Contestant } from './contestant.js';
import { Disturbance } from './disturbance.js';
import { entrants, installPeers, typeScript } from './entrants.js';
import type { Peaks } from './floors.js';
import {
  measureAccuracy,
  measureColdStarts,
  measureContractions,
  measureGraphOverhead,
  measureMemory,
  measurePeaks,
} from './fresh-processes.js';
import { duration } from './report/format.js';
import { markdown, type Report, versionsOf } from './report/page.js';
import { readmeText } from './report/readme.js';
import { type Row, rows } from './rows.js';
import { type Measurement, measurementOf, type Point, points } from './scaling.js';
import { scalingPicture } from './scaling-picture.js';

const page = new URL('../docs/performance.md', import.meta.url);
const readme = new URL('../README.md', import.meta.url);
const data = new URL('../docs/performance.json', import.meta.url);
/** Where the picture of the scaling lies, seen from the page. */
const picture = 'figures/scaling.svg';
const marks = /(<!-- bench -->\n)[\s\S]*?(\n<!-- \/bench -->)/;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '15' },
    milliseconds: { type: 'string', default: '60' },
    kernels: { type: 'string' },
    operations: { type: 'string' },
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

const disturbance = new Disturbance();

/** Measures rows one after the other, with inputs in a folder that is removed. */
async function measureRows(
  contestants: readonly Contestant[],
  wanted: readonly Row[],
  effort: Effort,
): Promise<Result[]> {
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

/** Minutes apart, because a slow phase of the machine outlasts all rounds of a point. */
const scalingPasses = 4;

/** Chainrule in both ways, and PyTorch where it is. */
async function measureScaling(
  contestants: readonly Contestant[],
  wanted: readonly Point[],
  peaks: Peaks,
): Promise<Measurement[]> {
  const racing = contestants.filter(
    ({ entrant: { name, library } }) =>
      library === 'pytorch' || /^Chainrule(, compile.*)?$/.test(name),
  );
  const effort: Effort = { rounds: 4, milliseconds: 30, warmUp: 200, disturbance };
  const sweepRows = wanted.map(({ row }) => row);
  const passes: Result[][] = [];
  for (let pass = 0; pass < scalingPasses; pass++) {
    passes.push(await measureRows(racing, sweepRows, effort));
  }
  return wanted.map((point, i) => {
    const results = passes.flatMap((results) => results[i] ?? []);
    return measurementOf(point, results, peaks);
  });
}

/** Everything that was asked for, in the order of the page. */
async function measureAll(): Promise<Report> {
  const load = `load before the run ${loadavg()[0]?.toFixed(1)}`;
  const peaks = measurePeaks();
  const wanted = rows.filter((row) => isWanted(row.group, row.name));
  const wantedPoints = points.filter(({ row }) => isWanted(row.group, row.name));
  const contestants = wanted.length + wantedPoints.length > 0 ? await startAll() : [];
  const effort: Effort = {
    rounds: Number(options.rounds),
    milliseconds: Number(options.milliseconds),
    warmUp: 500,
    disturbance,
  };
  const results = await measureRows(contestants, wanted, effort);
  const scaling = await measureScaling(contestants, wantedPoints, peaks);
  const versions = versionsOf(contestants);
  for (const contestant of contestants) contestant.stop();
  const processors = cpus();
  return {
    machine: `${processors.length} cores of ${processors[0]?.model}, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
    command: 'npm run bench',
    load,
    versions,
    peaks,
    disturbance: disturbance.summary(),
    results,
    contractions: isWanted('contractions') ? measureContractions() : [],
    scaling,
    memory: isWanted('memory') ? measureMemory() : [],
    coldStarts: isWanted('cold') ? measureColdStarts() : [],
    overhead: isWanted('overhead') ? measureGraphOverhead() : null,
    accuracy: isWanted('accuracy') ? measureAccuracy() : null,
  };
}

/** Replaces what stands between the marks of a file. */
function write(file: URL, text: string): void {
  const before = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    before.replace(marks, (_, open, close) => `${open}${text}${close}`),
  );
}

/** Writes the page, the table of the README, the samples and the picture. */
async function publish(report: Report, text: string): Promise<void> {
  write(page, text);
  write(readme, readmeText(report.results, `${report.date}, ${report.machine}:`));
  writeFileSync(data, `${JSON.stringify(report, null, 1)}\n`);
  await scalingPicture(report.scaling).save(fileURLToPath(new URL(picture, page)));
}

async function main(): Promise<void> {
  const report = await measureAll();
  const text = markdown(report, picture);
  console.log(`\n${text}`);
  if (options.only === undefined) await publish(report, text);
  else if (report.scaling.length > 0) {
    console.log(await scalingPicture(report.scaling).save(join(tmpdir(), 'chainrule-scaling.svg')));
  }
  const isWrong = report.results.some(({ outcomes }) =>
    Object.entries(outcomes).some(([name, { kind }]) => name === 'Chainrule' && kind !== 'time'),
  );
  if (isWrong) process.exitCode = 1;
}

/** Runs a program of its own on the built package. */
function runProgram(path: string, argument: string): void {
  const { command, args, env } = typeScript(path, argument);
  spawnSync(command, args, { env: { ...process.env, ...env }, stdio: 'inherit' });
}

if (options.kernels !== undefined) runProgram('./kernels.ts', options.kernels);
else if (options.operations !== undefined) runProgram('./operations.ts', options.operations);
else await main();
