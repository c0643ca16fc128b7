/** `chainrule draw`: the network of a run, or the course of its training, as a picture. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../errors.js';
import { zeros } from '../../index.js';
import { fileError } from '../../io/file-errors.js';
import { loadTableModel } from '../../tabular/saved/load-table-model.js';
import { drawGraph, type Picture, plotMetrics } from '../../viz/index.js';
import { checkpointPath } from '../args/checkpoint-path.js';
import type { Command } from '../args/command.js';
import { UsageError } from '../args/usage-error.js';
import { wordOption } from '../args/word-option.js';

const whats = ['metrics', 'model'] as const;

type What = (typeof whats)[number];

function drawModel(run: string): Picture {
  const { model } = loadTableModel(checkpointPath('draw', run));
  const { dense, embedded } = model.layout;
  return drawGraph(model, { input: zeros([1, dense + embedded.length]) });
}

function drawMetrics(run: string): Picture {
  const path = join(run, 'metrics.jsonl');
  try {
    return plotMetrics(readFileSync(path, 'utf8'));
  } catch (error) {
    throw fileError('draw', 'read', path, error);
  }
}

/** `chainrule draw`. */
export const drawCommand: Command = {
  usage: '<run> [--what metrics | model] [--out <file>]',
  help: 'Draws the course of a training, or its network, as SVG or PNG.',
  options: {
    what: { value: '<what>', help: 'metrics or model (metrics)' },
    out: { value: '<file>', help: 'ending in .svg or .png (<run>/<what>.svg)' },
  },
  run: async (given, terminal) => {
    const [run, extra] = given.positionals;
    if (run === undefined) throw new UsageError('draw needs the folder of a run: draw runs/x');
    if (extra !== undefined) throw new UsageError(`draw: '${extra}' is one word too many`);
    const what = wordOption<What, What>(given, 'what', whats, 'metrics');
    const out = given.options.get('out') ?? join(run, `${what}.svg`);
    if (!/\.(svg|png)$/.test(out)) {
      throw new DataError(`draw: --out must end in .svg or .png, got '${out}'`);
    }
    const picture = what === 'model' ? drawModel(run) : drawMetrics(run);
    await picture.save(out);
    terminal.write(`wrote ${out}\n`);
    return 0;
  },
};
