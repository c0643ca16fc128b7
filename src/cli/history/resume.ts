/** `chainrule resume`: goes on with a training that was stopped, whatever it was. */

import { existsSync } from 'node:fs';
import { DataError } from '../../errors.js';
import type { Command } from '../args/command.js';
import { UsageError } from '../args/usage-error.js';
import { durationOption } from '../args/word-option.js';
import { joinLaunch } from '../ranks/launch.js';
import { resumeRecipe } from '../recipe-run/train-recipe.js';
import { isAgentRun } from '../rl/agent-record.js';
import { resumeAgent } from '../rl/train-agent.js';
import { quiet } from '../screen/terminal.js';
import { readDescription } from '../table/run-record.js';
import { defaultSaveEvery, resumeTable } from '../table/table-session.js';
import { finishTable } from '../table/train-table.js';

/** Whether the folder is of a training on a table. */
function isTable(folder: string): boolean {
  const found = readDescription(folder);
  return typeof found === 'object' && found !== null && Reflect.get(found, 'kind') === 'table';
}

/** `chainrule resume`. */
export const resumeCommand: Command = {
  usage: '<run>',
  help: 'Goes on with a training that was stopped, from its last checkpoint.',
  options: {
    'time-limit': { value: '<time>', help: 'stop after 60s, 5m or 1h and keep the best so far' },
    'save-every': { value: '<time>', help: `between two checkpoints (${defaultSaveEvery}s)` },
    json: { value: null, help: 'write the result as JSON and nothing else' },
  },
  run: async (given, own) => {
    const terminal = await joinLaunch(own);
    const [path, extra] = given.positionals;
    if (path === undefined) throw new UsageError('resume needs the folder of a run: resume runs/x');
    if (extra !== undefined) throw new UsageError(`resume: '${extra}' is one word too many`);
    if (!existsSync(path)) throw new DataError(`resume: there is no run '${path}'`);
    if (isAgentRun(path)) return resumeAgent(path, given, terminal);
    const screen = given.options.has('json') ? quiet(terminal) : terminal;
    if (isTable(path)) {
      const saveEvery = durationOption(given, 'save-every') ?? defaultSaveEvery;
      const session = await resumeTable(path, saveEvery, screen);
      return finishTable(session, durationOption(given, 'time-limit'), { screen, terminal });
    }
    return resumeRecipe(path, given, terminal);
  },
};
