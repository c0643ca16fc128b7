/** Everything that a run of the bench found out, as `docs/performance.json` keeps it. */

import type { Result } from '../compare.js';
import type { Contestant } from '../contestant.js';
import type { FirstSight, MemoryGrowth } from '../first-sight.js';
import type { Peaks } from '../floors.js';
import type {
  Accuracy,
  ColdStart,
  ContractionCase,
  GraphOverhead,
  StepMemory,
} from '../fresh-processes.js';
import type { Measurement } from '../scaling.js';
import type { Summary } from '../statistics.js';

/** Versions and details by the names of the contestants. */
export type Versions = Readonly<Record<string, string>>;

/** Figures that may be newer than the rest, since `--publish` replaces them alone. */
export interface Dated<Figure> {
  readonly date: string;
  readonly machine: string;
  readonly versions: Versions;
  readonly figures: readonly Figure[];
}

/** Null and empty for what was not asked for. */
export interface Report {
  readonly machine: string;
  readonly date: string;
  readonly command: string;
  readonly load: string;
  readonly versions: Versions;
  /** Measured where something is held to a floor. */
  readonly peaks: Peaks | null;
  readonly disturbance: Summary | null;
  readonly results: readonly Result[];
  readonly contractions: readonly ContractionCase[];
  readonly scaling: readonly Measurement[];
  readonly memory: readonly StepMemory[];
  readonly coldStarts: readonly ColdStart[];
  readonly overhead: GraphOverhead | null;
  readonly accuracy: Accuracy | null;
  readonly programs: Dated<Result> | null;
  readonly firstSight: Dated<FirstSight> | null;
  readonly growth: Dated<MemoryGrowth> | null;
}

/** Name, version and details of the contestants. */
export function versionsOf(contestants: readonly Contestant[]): Versions {
  return Object.fromEntries(
    contestants.map(({ entrant, hello }) => [entrant.name, `${hello.version} (${hello.detail})`]),
  );
}

/** A library with its version, `PyTorch 1.13.0`, as the contestants said it. */
export function withVersion(title: string, versions: Versions): string {
  const name = Object.keys(versions).find((one) => one.startsWith(title));
  const version = name === undefined ? undefined : versions[name]?.split(' ')[0];
  return version === undefined ? title : `${title} ${version}`;
}
