/** The programs, and the bars that they are held to. */

import { actorcritic } from './actorcritic.js';
import { cells } from './cells.js';
import { dcgan } from './dcgan.js';
import { lstm } from './lstm.js';
import { manual } from './manual.js';
import { nanogpt } from './nanogpt.js';
import type { Program } from './program.js';
import { wavenet } from './wavenet.js';

/** A program with its place in the table. */
export interface Entry {
  /** What `run.ts` and its twin in Python are called with. */
  readonly name: string;
  readonly title: string;
  readonly program: Program;
  /** Least step time of PyTorch / ours, plain. */
  readonly bar: number | null;
}

/** All programs, in the order of the table. */
export const programs: readonly Entry[] = [
  { name: 'wavenet', title: '', program: wavenet, bar: 1.5 },
  { name: 'manual', title: '', program: manual, bar: 1.5 },
  { name: 'nanogpt', title: '', program: nanogpt, bar: 1.2 },
  { name: 'lstm', title: '', program: lstm, bar: 1 },
  { name: 'actorcritic', title: '', program: actorcritic, bar: 1 },
  { name: 'dcgan', title: '', program: dcgan, bar: 0.8 },
  { name: 'cells', title: '', program: cells, bar: 0.9 },
];
