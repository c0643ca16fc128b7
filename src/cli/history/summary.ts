/** `chainrule summary`: what a trained model is and what it does with each column. */

import { describeBlend, isBlend } from '../../tabular/fit/blend.js';
import type { Feature } from '../../tabular/prepare/feature.js';
import { loadTableModel } from '../../tabular/saved/load-table-model.js';
import { loadCheckpoint } from '../../train/index.js';
import { checkpointPath } from '../args/checkpoint-path.js';
import type { Command } from '../args/command.js';
import { UsageError } from '../args/usage-error.js';
import { fourDigits, thousands } from '../screen/numbers.js';

function describe(feature: Feature): string {
  switch (feature.kind) {
    case 'number': {
      const flag = feature.flag ? `, missing: ${fourDigits(feature.median)} and a flag` : '';
      return `number, mean ${fourDigits(feature.mean)}, deviation ${fourDigits(feature.std)}${flag}`;
    }
    case 'category': {
      const shown = feature.levels.slice(0, 6).map((level) => (level === '' ? '(missing)' : level));
      const more = feature.levels.length > 6 ? `, ... ${feature.levels.length} in all` : '';
      const how =
        feature.embedding === null ? 'one-hot' : `embedded in ${feature.embedding} numbers`;
      return `category, ${how}: ${shown.join(', ')}${more}${feature.hasRare ? ', rare ones together' : ''}`;
    }
    case 'date':
      return `date: ${feature.parts.join(', ')}`;
  }
}

/** `chainrule summary`. */
export const summaryCommand: Command = {
  usage: '<run>',
  help: 'Shows what a trained model is made of and what it does with each column.',
  options: { json: { value: null, help: 'write all that is saved beside the weights as JSON' } },
  run: async (given, terminal) => {
    const [run, extra] = given.positionals;
    if (run === undefined)
      throw new UsageError('summary needs the folder of a run: summary runs/x');
    if (extra !== undefined) throw new UsageError(`summary: '${extra}' is one word too many`);
    const path = checkpointPath('summary', run);
    const { facts, model: weights } = loadCheckpoint(path);
    if (given.options.has('json')) {
      terminal.write(`${JSON.stringify(facts)}\n`);
      return 0;
    }
    const shapes = Object.entries(weights).map(
      ([name, { shape, numel }]) =>
        `  ${name.padEnd(28)} [${shape.join(', ')}]  ${thousands(numel)}`,
    );
    const total = Object.values(weights).reduce((sum, { numel }) => sum + numel, 0);
    const lines = [
      ...(facts.model === 'table' ? tableLines(path) : [`model ${String(facts.model)}`]),
      ...(isBlend(facts.blend) && facts.blend.share > 0 ? [describeBlend(facts.blend)] : []),
      'weights',
      ...shapes,
      `${thousands(total)} parameters, those of epoch ${String(facts.epoch ?? '?')}`,
    ];
    terminal.write(`${lines.join('\n')}\n`);
    return 0;
  },
};

function tableLines(path: string): string[] {
  const { facts, target } = loadTableModel(path);
  const { spec, preparation } = facts;
  const { features, leftOut } = preparation;
  const width = Math.max(...[...features, ...leftOut].map(({ column }) => column.length));
  const what = target.kind === 'classes' ? target.labels.join(', ') : 'a number';
  return [
    `predicts ${target.column}: ${what}`,
    ...features.map((feature) => `  ${feature.column.padEnd(width)}  ${describe(feature)}`),
    ...leftOut.map(({ column, reason }) => `  ${column.padEnd(width)}  left out: ${reason}`),
    `${spec.kind}, ${spec.members} side by side, ${spec.hidden} units, ` +
      `${spec.blocks} residual ${spec.blocks === 1 ? 'block' : 'blocks'}`,
  ];
}
