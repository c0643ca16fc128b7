/** The tables that are measured: the bundled ones, and five from npm's `vega-datasets`. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One table and what is asked of it. */
export interface TableRow {
  readonly name: string;
  /** A file, or the name of a bundled table. */
  readonly source: string;
  /** The column to predict; null where the command finds it out. */
  readonly target: string | null;
  /** Accuracy, or R2, that a mean of five seeds has to reach; null for none. */
  readonly bar: number | null;
  /** What is difficult about it. */
  readonly why: string;
}

const here = fileURLToPath(new URL('.', import.meta.url));

function vega(file: string): string {
  return `${here}node_modules/vega-datasets/data/${file}`;
}

/** All rows. Digits is a recipe of its own, the others are tables. */
export const tableRows: readonly TableRow[] = [
  { name: 'iris', source: 'iris', target: null, bar: 0.95, why: '150 flowers' },
  { name: 'wine', source: 'wine', target: null, bar: 0.97, why: '178 wines' },
  {
    name: 'breast-cancer',
    source: 'breast-cancer',
    target: null,
    bar: 0.965,
    why: '569 samples, 30 numbers that depend on each other',
  },
  { name: 'diabetes', source: 'diabetes', target: null, bar: 0.45, why: '442 patients, a number' },
  { name: 'digits', source: 'digits', target: null, bar: 0.975, why: '1,797 pictures' },
  {
    name: 'penguins',
    source: vega('penguins.json'),
    target: 'Species',
    bar: null,
    why: '344 rows, missing values, categories',
  },
  {
    name: 'cars',
    source: vega('cars.json'),
    target: 'Miles_per_Gallon',
    bar: null,
    why: '398 rows, a number, missing values, categories, dates',
  },
  {
    name: 'movies',
    source: vega('movies.json'),
    target: 'IMDB Rating',
    bar: null,
    why: '2,988 rows, a number, many missing values, many categories, dates',
  },
  {
    name: 'weather',
    source: vega('seattle-weather.csv'),
    target: 'weather',
    bar: null,
    why: '1,461 days, dates, five uneven classes',
  },
  {
    name: 'birdstrikes',
    source: vega('birdstrikes.csv'),
    target: 'Effect Amount of damage',
    bar: null,
    why: '10,000 rows, large categories, dates, nine of ten rows in one class',
  },
];

/** Installs the data sets where that has not been done. */
export function installDataSets(): void {
  if (existsSync(`${here}node_modules`)) return;
  console.log('installing the data sets into bench/tables');
  spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });
}
