/**
 * What the studio's server and its page say to each other: plain data, in JSON unless said
 * otherwise. The page imports these types alone.
 */

/** How a run stands: being trained now, at its end, or given up. */
export type RunState = 'live' | 'paused' | 'done' | 'stopped' | 'failed';

/** A mistake that the doctor found while the run was trained. */
export interface RunFinding {
  /** The code of the finding, such as `'dead-relu'`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** The step at which it was found; 0 before the training. */
  readonly step: number;
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A number that matters, with the name that it has in the metrics. */
export interface NamedNumber {
  /** `validation/loss` */
  readonly metric: string;
  readonly value: number;
}

/** One run, as a row of the overview. */
export interface RunRow {
  readonly name: string;
  readonly state: RunState;
  /** What it was trained on, in a word or two. */
  readonly task: string;
  /** Milliseconds since 1970 of its beginning and of its last sign of life. */
  readonly started: number;
  readonly changed: number;
  /** Share of the training that is done, from 0 to 1; null when its length is not known. */
  readonly progress: number | null;
  /** Seconds that are left, as far as can be told. */
  readonly secondsLeft: number | null;
  /** Latest values by name. */
  readonly last: Readonly<Record<string, number>>;
  /** Best loss and score so far, each with its name. */
  readonly best: readonly NamedNumber[];
  readonly findings: readonly RunFinding[];
  readonly tags: readonly string[];
  readonly note: string;
  readonly archived: boolean;
  /** Whether the training listens to commands. */
  readonly controllable: boolean;
  /** What the training was told, as one flat table: `found.settings.lr` is `0.002`. */
  readonly settings: Readonly<Record<string, string>>;
  /** A sentence on what could not be read, or an empty text. */
  readonly damage: string;
}

/** What `GET /api/runs` answers. */
export interface RunsAnswer {
  readonly folder: string;
  /** Number of the last change; live news go on from here. */
  readonly version: number;
  readonly runs: readonly RunRow[];
}

/** A file of a run. */
export interface RunFile {
  readonly name: string;
  readonly bytes: number;
  readonly changed: number;
}

/** What `GET /api/run` answers: what the row does not have. */
export interface RunDetail {
  readonly row: RunRow;
  readonly files: readonly RunFile[];
  /** The words that train the same again; empty when they are not known. */
  readonly command: string;
  /** The contents of `run.json` and of `result.json`, or null. */
  readonly description: unknown;
  readonly result: unknown;
  /** The last lines of `events.jsonl`. */
  readonly events: readonly unknown[];
}

/** What may stand below a chart. */
export type XAxis = 'step' | 'epoch' | 'relative' | 'wall';

/**
 * One curve of an answer of `GET /api/series`. The answer is binary: the length of this header in
 * bytes (uint32, little-endian), the header as a list in JSON, spaces up to a multiple of 8, then
 * for each curve `length` numbers x and as many y, float64.
 */
export interface SeriesHeader {
  readonly run: string;
  readonly metric: string;
  readonly length: number;
  /** Lines of the run's metrics that the curve covers; live points go on from here. */
  readonly rows: number;
  /** Whether pixel columns with more than two points were reduced to their extremes. */
  readonly decimated: boolean;
  /** Whether it is drawn from samples of the lines, until all have been read. */
  readonly rough: boolean;
  /** State of the smoothing after the last point: the mean and its weight; null without. */
  readonly smoothing: readonly [mean: number, weight: number] | null;
  /** Lowest and highest x of the run, whatever part of it was asked for. */
  readonly extent: readonly [number, number];
  /** When the first line was written, milliseconds since 1970; 0 where times are not known. */
  readonly origin: number;
}

/** New lines of a run that is being watched. */
export interface PointsEvent {
  readonly run: string;
  /** Lines before these. */
  readonly from: number;
  /** Lines up to the end of these. */
  readonly to: number;
  /** Values by name, one for each line; null where a line has none. */
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

/** A command to a training. */
export interface ControlCommand {
  readonly command: 'pause' | 'resume' | 'stop' | 'save' | 'lr';
  /** The learning rate, for `'lr'`. */
  readonly value?: number;
}

/** What `GET /api/repeat` answers: how to train the same again. */
export interface RunRepeat {
  /** The words of the command line. */
  readonly command: string;
  /** The defaults of settings that are others in this run, by the path of the setting. */
  readonly usual: Readonly<Record<string, string>>;
  /** A TypeScript program that predicts, and the words that write it; null where there is none. */
  readonly program: { readonly command: string; readonly text: string } | null;
}

/** Finds out how to train the run in a folder again. @throws DataError where it is not known. */
export type RepeatOf = (folder: string) => RunRepeat;
