/**
 * Trainings of the command line as a program: `commands.mjs <kind> <folder> <data> [<bytes> <die |
 * throw>]`, as training.ts is one.
 */

import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runCommandLine } from '../../../src/cli/command-line.js';
import { processTerminal } from '../../../src/cli/screen/terminal.js';
import { failAfter } from './failing-writer.js';
import type { Command } from './kinds.js';

/** What is typed to begin each, without the name of the run. */
function wordsFor(command: Command, data: string): string {
  switch (command) {
    case 'digits':
      return 'digits --epochs 4 --hidden 16';
    case 'table':
      return `${join(data, 'table.csv')} --epochs 16 --ensemble 2 --hidden 8 --save-every 0.001s`;
    case 'image folder':
      return `${join(data, 'pictures')} --epochs 5 --batch-size 8`;
  }
}

/** Begins the command's training in `folder`, or goes on with it; its exit code. */
async function runCommand(command: Command, folder: string, data: string): Promise<number> {
  // One that ended before its first save goes on from the start.
  if (existsSync(join(folder, 'run.json'))) {
    return runCommandLine(['resume', folder], processTerminal());
  }
  const where = ['--runs', dirname(folder), '--name', basename(folder)];
  return runCommandLine(
    ['train', ...wordsFor(command, data).split(' '), ...where],
    processTerminal(),
  );
}

const [kind, folder = '', data = '', bytes, how = 'die'] = process.argv.slice(2);
if (bytes !== undefined) failAfter(Number(bytes), how);
process.exitCode = await runCommand(kind as Command, folder, data);
