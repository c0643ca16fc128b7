/**
 * Measures one row: every contestant prepares it and must agree on the values, then they take turns
 * in rounds, so that what disturbs the machine disturbs all of them.
 */

import type { Contestant } from './contestant.js';
import type { Disturbance } from './disturbance.js';
import { writeInputs } from './inputs.js';
import type { Row } from './rows.js';
import { type Summary, summarize } from './statistics.js';

/** Five steps of float32 training, or sums of a million elements, differ by far less. */
const tolerance = 2e-3;

/** What became of one contestant in one row. */
export type Outcome =
  | { readonly kind: 'time'; readonly summary: Summary; readonly samples: readonly number[] }
  | { readonly kind: 'unsupported'; readonly reason: string }
  | { readonly kind: 'wrong'; readonly reason: string };

/** A measured row: outcomes by the name of the contestant. */
export interface Result {
  readonly row: Row;
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

/** A row of slow calls has fewer rounds, three at least. */
const longestRowMilliseconds = 15_000;
const leastRounds = 3;
/** A call that takes this long is measured once. */
const longestRepeatedSeconds = 3;

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  /** Of one turn. */
  readonly milliseconds: number;
  /** Milliseconds of warm-up before the first turn. */
  readonly warmUp: number;
  /** What looks at the machine before each round. */
  readonly disturbance: Disturbance;
}

/** Why values cannot be right, or null. */
function faultIn(row: Row, values: readonly number[], reference: readonly number[]): string | null {
  const scale = Math.max(...reference.map(Math.abs));
  const worst = Math.max(
    ...values.map((value, i) => Math.abs(value - (reference[i] ?? Number.NaN))),
  );
  if (!(worst <= tolerance * scale)) {
    const list = (numbers: readonly number[]): string =>
      numbers
        .slice(0, 5)
        .map((x) => x.toPrecision(6))
        .join(' ');
    return `values ${list(values)} instead of ${list(reference)}`;
  }
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  return row.losses === true && last >= first ? `the loss rises from ${first} to ${last}` : null;
}

/** Who is ready, with values; the others' outcomes are put into `outcomes`. */
async function prepareAll(
  row: Row,
  contestants: readonly Contestant[],
  folder: string,
  warmUp: number,
  outcomes: Record<string, Outcome>,
): Promise<Map<Contestant, readonly number[]>> {
  const inputs = writeInputs(folder, row);
  const ready = new Map<Contestant, readonly number[]>();
  for (const contestant of contestants) {
    if (contestant.entrant.kinds?.includes(row.kind) === false) continue;
    const answer = await contestant.prepare({ kind: row.kind, params: row.params, inputs, warmUp });
    const { name } = contestant.entrant;
    if ('values' in answer) ready.set(contestant, answer.values);
    else outcomes[name] = { kind: 'unsupported', reason: answer.unsupported };
  }
  return ready;
}

/** PyTorch is everyone's reference; without it, whoever comes first. */
function referenceOf(ready: ReadonlyMap<Contestant, readonly number[]>): readonly number[] {
  const entries = [...ready];
  const torch = entries.find(([{ entrant }]) => entrant.library === 'pytorch');
  return (torch ?? entries[0])?.[1] ?? [];
}

/**
 * Measures a row; inputs are written into `folder`, and the machine is looked at before each round.
 */
export async function compare(
  row: Row,
  contestants: readonly Contestant[],
  folder: string,
  effort: Effort,
): Promise<Result> {
  const outcomes: Record<string, Outcome> = {};
  const ready = await prepareAll(row, contestants, folder, effort.warmUp, outcomes);
  const reference = referenceOf(ready);
  const racing = new Map<Contestant, number[]>();
  for (const [contestant, values] of ready) {
    const reason = faultIn(row, values, reference);
    if (reason === null) racing.set(contestant, []);
    else outcomes[contestant.entrant.name] = { kind: 'wrong', reason };
  }
  const start = performance.now();
  for (let round = 0; round < effort.rounds; round++) {
    if (round >= leastRounds && performance.now() - start > longestRowMilliseconds) break;
    await effort.disturbance.look();
    for (const [contestant, samples] of racing) {
      if ((samples[0] ?? 0) > longestRepeatedSeconds) continue;
      samples.push((await contestant.measure(effort.milliseconds)).seconds);
    }
  }
  for (const [{ entrant }, samples] of racing) {
    outcomes[entrant.name] = { kind: 'time', summary: summarize(samples), samples };
  }
  return { row, outcomes };
}
