/** The error for a command line that asks for something that is not there. */

/** What was typed cannot be run; the message says why, and what would work. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
