/**
 * `npm run bench`: every row side by side with the peers, in one run. A run of everything writes
 * the pages (see `publish.ts`).
 */

import { spawnSync } from 'node:child_process';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureBefore } from './before.js';
import type { Effort } from './compare.js';
import { Disturbance } from './disturbance.js';
import { typeScript } from './entrants.js';
import { measureFirstSight, measureGrowth } from './first-sight.js';
import {
  measureAccuracy,
  measureColdStarts,
  measureContractions,
  measureGraphOverhead,
  measureMemory,
  measurePeaks,
} from './fresh-processes.js';
import { measureRows, measureScaling, startAll } from './measure-rows.js';
import { programRows } from './programs/rows.js';
import { merged, picturePath, publish, publishedReport } from './publish.js';
import { engineeringText } from './report/engineering-page.js';
import { type Dated, type Report, versionsOf } from './report/report.js';
import { rows } from './rows.js';
import { points } from './scaling.js';
import { scalingPicture } from './scaling-picture.js';

const usage = `npm run bench -- [options]
  --only <group or part of a name>   such as programs, programs:lstm, first sight, growth
  --publish                          with --only: replace the figures of programs, first sight, growth
  --rounds <n> --milliseconds <n>    how often the contestants take turns, and for how long
  --kernels <group>                  a look at our kernels
  --operations <part of a name>      single operations beside PyTorch
  --before <checkout>                rows beside those of an older build
  --pages                            measure nothing, write the pages again`;

function optionsOf(): ReturnType<typeof parse> {
  try {
    return parse();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

const parse = () =>
  parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string', default: '15' },
      milliseconds: { type: 'string', default: '60' },
      kernels: { type: 'string' },
      operations: { type: 'string' },
      publish: { type: 'boolean', default: false },
      before: { type: 'string' },
      pages: { type: 'boolean', default: false },
    },
  }).values;

const options = optionsOf();
if (options.help) {
  console.log(usage);
  process.exit();
}

/** Programs warm up longer: their graphs are large, and V8 optimises late what plans them. */
const programWarmUp = 2000;

/** Whether a part of the bench was asked for. */
const isWanted = (...names: string[]): boolean =>
  options.only === undefined || names.some((name) => name.includes(options.only ?? ''));

function effortWith(disturbance: Disturbance): Effort {
  const { rounds, milliseconds } = options;
  return { rounds: Number(rounds), milliseconds: Number(milliseconds), warmUp: 500, disturbance };
}

/** Everything that was asked for, in the order of the page. */
async function measureAll(): Promise<Report> {
  const load = `load before the run ${loadavg()[0]?.toFixed(1)}`;
  const disturbance = new Disturbance();
  const wanted = rows.filter((row) => isWanted(row.group, row.name));
  const wantedPoints = points.filter(({ row }) => isWanted(row.group, row.name));
  const wantedPrograms = programRows.filter((row) => isWanted(row.group, row.name));
  const areContractionsWanted = isWanted('contractions');
  const isFloored = wanted.length + wantedPoints.length > 0 || areContractionsWanted;
  const peaks = isFloored ? measurePeaks() : null;
  const sweeps = wantedPoints.map(({ row }) => row);
  const contestants = await startAll([...wanted, ...sweeps, ...wantedPrograms]);
  const effort = effortWith(disturbance);
  const results = await measureRows(contestants, wanted, effort);
  const scaling =
    peaks === null ? [] : await measureScaling(contestants, wantedPoints, peaks, disturbance);
  const programs = await measureRows(contestants, wantedPrograms, {
    ...effort,
    warmUp: programWarmUp,
  });
  const versions = versionsOf(contestants);
  for (const contestant of contestants) contestant.stop();
  const processors = cpus();
  const machine = `${processors.length} cores of ${processors[0]?.model}, Node ${process.version}`;
  const date = new Date().toISOString().slice(0, 10);
  const dated = <Figure>(figures: readonly Figure[]): Dated<Figure> | null =>
    figures.length === 0 ? null : { date, machine, versions, figures };
  return {
    machine,
    date,
    command: 'npm run bench',
    load,
    versions,
    peaks,
    disturbance: disturbance.summary(),
    results,
    contractions: areContractionsWanted ? measureContractions() : [],
    scaling,
    memory: isWanted('memory') ? measureMemory() : [],
    coldStarts: isWanted('cold') ? measureColdStarts() : [],
    overhead: isWanted('overhead') ? measureGraphOverhead() : null,
    accuracy: isWanted('accuracy') ? measureAccuracy() : null,
    programs: dated(programs),
    firstSight: dated(isWanted('first sight') ? measureFirstSight() : []),
    growth: dated(isWanted('growth') ? measureGrowth() : []),
  };
}

async function main(): Promise<void> {
  const report = await measureAll();
  console.log(`\n${engineeringText(report, picturePath)}`);
  if (options.only === undefined) await publish(report);
  else if (options.publish) await publish(merged(report));
  else if (report.scaling.length > 0) {
    console.log(await scalingPicture(report.scaling).save(join(tmpdir(), 'chainrule-scaling.svg')));
  }
  const isWrong = [...report.results, ...(report.programs?.figures ?? [])].some(({ outcomes }) =>
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
else if (options.before !== undefined) {
  const wanted = [...rows, ...programRows].filter((row) => isWanted(row.group, row.name));
  await measureBefore(options.before, wanted, effortWith(new Disturbance()));
} else if (options.pages) await publish(publishedReport());
else await main();
