#!/usr/bin/env node
/** The program `chainrule`. */

import { runCommandLine } from './command-line.js';
import { processTerminal } from './screen/terminal.js';

// `predict ... | head -1`: whoever reads has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal());
