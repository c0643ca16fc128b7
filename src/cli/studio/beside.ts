/** A studio beside a training: in a process of its own, for which the training does not wait. */

import { spawn } from 'node:child_process';

/** A studio that is open. */
export interface OpenStudio {
  /** Resolves when it has been ended, by Ctrl-C for instance. */
  readonly ended: Promise<void>;
}

/** Opens the studio over the folder `runs`; `isQuiet` leaves its address unsaid. */
export function openBeside(runs: string, isQuiet: boolean): OpenStudio {
  const [, program = ''] = process.argv;
  const args = [...process.execArgv, program, 'studio', '--runs', runs];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', isQuiet ? 'ignore' : 'inherit', 'inherit'],
  });
  return {
    ended: new Promise((done) => {
      child.on('exit', () => done());
      child.on('error', () => done());
    }),
  };
}
