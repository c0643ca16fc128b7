/** Figures of Chainrule alone that need processes of their own: cold starts, and graph overhead. */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { typeScript } from './entrants.js';
import { type Summary, summarize } from './statistics.js';

const coldStarts = 9;

/** Milliseconds from `import` to the first result. */
export interface ColdStart {
  readonly name: string;
  readonly total: Summary;
  readonly import: Summary;
  readonly bar: number;
}

/** The first step of both networks of the training rows, each in fresh processes. */
export function measureColdStarts(): ColdStart[] {
  const script = fileURLToPath(new URL('./cold-start.mjs', import.meta.url));
  return (['small', 'mnist'] as const).map((name) => {
    const runs = Array.from({ length: coldStarts }, () =>
      JSON.parse(execFileSync(process.execPath, [script, name], { encoding: 'utf8' })),
    );
    const of = (key: string): Summary => summarize(runs.map((run) => Number(run[key])));
    return { name, total: of('total'), import: of('import'), bar: name === 'small' ? 80 : 150 };
  });
}

/** Microseconds of one 2-16-16-1 step: all of it, building its graph, and its kernels. */
export interface GraphOverhead {
  readonly ops: number;
  readonly step: number;
  readonly graph: number;
  readonly run: number;
}

/** See `graph-overhead.ts`. */
export function measureGraphOverhead(): GraphOverhead {
  const { command, args, env } = typeScript('./graph-overhead.ts');
  const options = { encoding: 'utf8', env: { ...process.env, ...env } } as const;
  return JSON.parse(execFileSync(command, args, options));
}
