/** Runs one of the consumer's programs and gives what it prints as JSON. */

import { execFileSync } from 'node:child_process';

/** Numbers that `consumer/train.js` gives on every platform. */
export interface Training {
  readonly losses: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Runs a command in a folder, with a time limit, and returns its standard output. Throws on
 * failure.
 */
export function runIn(
  folder: string,
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  timeout = 100_000,
): string {
  const env = { ...process.env, ...environment };
  const limits = { timeout, stdio: 'pipe' } as const;
  return execFileSync(command, args, { cwd: folder, env, encoding: 'utf8', ...limits });
}

/** The training in plain Node: what the others are compared with. */
export function trainInNode(consumer: string): Training {
  return JSON.parse(runIn(consumer, process.execPath, ['main.js']));
}
