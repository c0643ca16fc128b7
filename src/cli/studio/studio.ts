/** `chainrule studio`: serves the page over the folder of runs, and opens it. */

import { spawn } from 'node:child_process';
import { startStudio } from '../../studio/index.js';
import type { Command } from '../args/command.js';
import type { Given } from '../args/options.js';
import { defaultRuns } from '../args/run-names.js';
import { UsageError } from '../args/usage-error.js';
import { listenForStop } from '../screen/stop-request.js';
import type { Terminal } from '../screen/terminal.js';
import { modelOpener } from './models/open-model.js';
import { repeatOf } from './repeat/repeat.js';

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the browser; where there is none, the address on the screen has to do. */
export function openInBrowser(url: string): void {
  const [program = 'xdg-open', ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

function portOf(given: Given): number | undefined {
  const text = given.options.get('port');
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port must be a whole number from 0 to 65535, got '${text}'`);
}

async function serve(given: Given, terminal: Terminal): Promise<number> {
  const [extra] = given.positionals;
  if (extra !== undefined) {
    throw new UsageError(`studio: '${extra}' is one word too many. Name a folder with --runs`);
  }
  const port = portOf(given);
  const host = given.options.get('host');
  const runs = given.repeated.get('runs') ?? [defaultRuns];
  const studio = await startStudio(runs, {
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
    openModel: modelOpener(),
    repeatOf,
  });
  if (given.options.has('json')) terminal.write(`${JSON.stringify({ url: studio.url })}\n`);
  else terminal.write(`studio over ${runs.join(', ')}: ${studio.url}\nCtrl-C ends it\n`);
  if (!given.options.has('no-open') && terminal.live) openInBrowser(studio.url);
  const stop = listenForStop(() => {});
  await new Promise((done) => stop.signal.addEventListener('abort', done));
  await studio.close();
  stop.ignore();
  return 0;
}

/** `chainrule studio`. */
export const studioCommand: Command = {
  usage: '[options]',
  help: 'Serves a page over the trainings that are kept, live, and opens it in the browser.',
  options: {
    runs: {
      value: '<folder>',
      help: `folder of runs (${defaultRuns}); may be given more than once`,
    },
    port: { value: '<n>', help: 'port to listen on, 0 for any (6180, or the next free one)' },
    host: { value: '<address>', help: 'listen for other machines too, who then need a token' },
    'no-open': { value: null, help: 'open no browser' },
    json: { value: null, help: 'write the address as JSON: {"url": ...}' },
  },
  run: serve,
};
