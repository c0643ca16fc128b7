/** `chainrule doctor`: what went wrong in a training that is over, as far as its records tell. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../errors.js';
import { examineRecords, type Finding, formatFinding } from '../../train/doctor/index.js';
import { LineFile } from '../../train/runs/line-file.js';
import { parseMetrics } from '../../train/runs/metrics-line.js';
import type { Command } from '../args/command.js';
import { UsageError } from '../args/usage-error.js';

/** Findings that were noted while the training ran. */
function notedIn(folder: string): Finding[] {
  return new LineFile(join(folder, 'events.jsonl')).lines().flatMap((line) => {
    try {
      const event: unknown = JSON.parse(line);
      return isFinding(event) ? [event] : [];
    } catch {
      return [];
    }
  });
}

function isFinding(event: unknown): event is Finding {
  if (typeof event !== 'object' || event === null) return false;
  if (Reflect.get(event, 'event') !== 'finding') return false;
  const texts = ['code', 'severity', 'message', 'fix'];
  return (
    texts.every((name) => typeof Reflect.get(event, name) === 'string') &&
    typeof Reflect.get(event, 'where') === 'object'
  );
}

/** All findings of a run, each code once, those of the training itself first. */
function findingsOf(folder: string): Finding[] {
  const metrics = new LineFile(join(folder, 'metrics.jsonl')).lines();
  const records = metrics.flatMap((line) => parseMetrics(line) ?? []);
  const all = [...notedIn(folder), ...examineRecords(records)];
  return all.filter(({ code }, i) => all.findIndex((one) => one.code === code) === i);
}

/** `chainrule doctor`. */
export const doctorCommand: Command = {
  usage: '<run>',
  help: 'Names the usual mistakes in a training that is over: those found while it ran, and its losses.',
  options: { json: { value: null, help: 'write the findings as JSON and nothing else' } },
  run: async (given, terminal) => {
    const [run, extra] = given.positionals;
    if (run === undefined) throw new UsageError('doctor needs the folder of a run: doctor runs/x');
    if (extra !== undefined) throw new UsageError(`doctor: '${extra}' is one word too many`);
    if (!existsSync(join(run, 'metrics.jsonl'))) {
      throw new DataError(`doctor: there are no metrics in '${run}'. Name the folder of a run`);
    }
    const findings = findingsOf(run);
    if (given.options.has('json')) terminal.write(`${JSON.stringify(findings)}\n`);
    else if (findings.length === 0) terminal.write('no findings\n');
    else for (const finding of findings) terminal.write(`${formatFinding(finding)}\n`);
    return 0;
  },
};
