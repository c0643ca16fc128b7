/** Event files of TensorBoard in the folder of a run, and the names that their values get here. */

import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

/** An event file. */
export interface FoundFile {
  readonly path: string;
  /** The folder that it lies in, below that of the run: `validation`; empty for the run's own. */
  readonly part: string;
  readonly facts: Stats;
}

const mark = /(^|\.)tfevents\./;
const mostFiles = 100;

function entriesIn(folder: string): { readonly name: string; readonly isFolder: boolean }[] {
  try {
    // Symbolic links are neither, wherever they lead.
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() || entry.isDirectory())
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  } catch {
    return [];
  }
}

function filesOf(folder: string, part: string): FoundFile[] {
  return entriesIn(folder).flatMap(({ name, isFolder }) => {
    const path = join(folder, name);
    const facts =
      isFolder || !mark.test(name) ? undefined : statSync(path, { throwIfNoEntry: false });
    return facts === undefined ? [] : [{ path, part, facts }];
  });
}

/**
 * The event files of a run, in the order in which they were begun: its own, and those one folder
 * below, as Keras has them in `train` and `validation`.
 */
export function eventFilesIn(folder: string): FoundFile[] {
  const parts = entriesIn(folder).filter(({ name, isFolder }) => isFolder && !name.startsWith('.'));
  const found = [
    ...filesOf(folder, ''),
    ...parts.slice(0, mostFiles).flatMap(({ name }) => filesOf(join(folder, name), name)),
  ];
  return found.sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, mostFiles);
}

/** What others call the two parts of the data. */
const sides: Readonly<Record<string, string>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  eval: 'validation',
  test: 'test',
};

/**
 * The name of a metric: `loss/train` and `epoch_loss` in the folder `train` are `train/loss` and
 * `train/epoch_loss`, so that the curves of training and validation share a chart.
 */
export function metricOf(part: string, tag: string): string {
  const words = [...part.split('/'), ...tag.split('/')].filter((word) => word !== '');
  const at = words.findIndex((word) => Object.hasOwn(sides, word.toLowerCase()));
  if (at < 0 || words.length === 1) return words.join('/');
  const side = sides[words[at]?.toLowerCase() ?? ''] ?? '';
  return [side, ...words.filter((_, i) => i !== at)].join('/');
}
