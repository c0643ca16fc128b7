/** The command line as a whole: finds the command, shows help, and turns errors into sentences. */

import { DataError, ValueError } from '../errors.js';
import type { Command } from './args/command.js';
import { didYouMean } from './args/nearest.js';
import { describeOptions, readOptions } from './args/options.js';
import { UsageError } from './args/usage-error.js';
import { versionOf } from './args/version.js';
import { doctorCommand } from './history/doctor.js';
import { drawCommand } from './history/draw.js';
import { evaluateCommand } from './history/evaluate.js';
import { exportCommand } from './history/export.js';
import { runsCommand } from './history/list-runs.js';
import { resumeCommand } from './history/resume.js';
import { summaryCommand } from './history/summary.js';
import { predictCommand } from './predict.js';
import { isShownElsewhere } from './ranks/launch.js';
import { playCommand } from './rl/play.js';
import type { Terminal } from './screen/terminal.js';
import { studioCommand } from './studio/studio.js';
import { trainCommand } from './train.js';

const commands: Readonly<Record<string, Command>> = {
  train: trainCommand,
  predict: predictCommand,
  evaluate: evaluateCommand,
  resume: resumeCommand,
  play: playCommand,
  runs: runsCommand,
  studio: studioCommand,
  summary: summaryCommand,
  doctor: doctorCommand,
  draw: drawCommand,
  export: exportCommand,
};

/** Exit code when something is wrong with the data or a file. */
const failed = 1;
/** Exit code when something is wrong with what was typed. */
const misused = 2;

const help = { value: null, help: 'show this' };

function generalHelp(): string {
  const rows = Object.entries(commands).map(
    ([name, { usage, help: what }]) => `  chainrule ${name} ${usage}\n      ${what}`,
  );
  return (
    `Chainrule ${versionOf()}, deep learning for TypeScript\n\n${rows.join('\n\n')}\n\n` +
    '  chainrule <command> --help   options of a command\n  chainrule --version\n'
  );
}

function commandHelp(name: string, command: Command): string {
  const table = { ...command.options, help };
  return `${command.help}\n\n  chainrule ${name} ${command.usage}\n\n${describeOptions(table)}\n`;
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.write(generalHelp());
    return name === undefined ? misused : 0;
  }
  if (name === '--version' || name === '-v') {
    terminal.write(`${versionOf()}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const words = [...Object.keys(commands), '--help', '--version'];
    const what = name.startsWith('-') ? 'option' : 'command';
    throw new UsageError(`unknown ${what} '${name}'${didYouMean(name, words)}`);
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.write(commandHelp(name, command));
    return 0;
  }
  return command.run(readOptions(command.options, rest), terminal);
}

/**
 * Runs `chainrule <args>`. Resolves with the exit code: 0, 1 when the data or a file is wrong, 2
 * when the command line is, 130 after Ctrl-C. Errors that are not the user's are thrown.
 */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    const isUsage = error instanceof UsageError;
    if (!(isUsage || error instanceof DataError || error instanceof ValueError)) throw error;
    if (isShownElsewhere(error)) return failed;
    if (isUsage) {
      terminal.error(`chainrule: ${error.message}`);
      terminal.error('`chainrule --help` shows what there is');
      return misused;
    }
    terminal.error(`chainrule: ${error.message}`);
    return failed;
  }
}
