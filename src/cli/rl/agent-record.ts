/** `run.json` of the training of an agent: what it takes to go on with it, or to let it play. */

import { join } from 'node:path';
import { DataError } from '../../errors.js';
import { type Agent, envIds } from '../../rl/index.js';
import { fieldsOf, type Guard, isAnything, isCount, recordOf } from '../../train/json/guards.js';
import { readDescription } from '../table/run-record.js';
import { type Algorithm, agentKinds, algorithms, environments } from './algorithms.js';

/** What is fixed when the training begins. */
export interface AgentRecord {
  readonly kind: 'agent';
  /** Name of the environment. */
  readonly source: string;
  readonly algo: Algorithm;
  /** Environments side by side. */
  readonly envs: number;
  /** Steps in them, in all. */
  readonly steps: number;
  readonly seed: number;
  readonly options: Readonly<Record<string, unknown>>;
}

const isOneOf =
  <Word extends string>(words: readonly Word[]): Guard<Word> =>
  (value): value is Word =>
    words.some((word) => word === value);

const isAgentRecord = fieldsOf<AgentRecord>({
  kind: isOneOf(['agent']),
  source: isOneOf(envIds()),
  algo: isOneOf(algorithms),
  envs: isCount,
  steps: isCount,
  seed: isCount,
  options: recordOf(isAnything),
});

/** Whether the folder is of the training of an agent. */
export function isAgentRun(folder: string): boolean {
  const found = readDescription(folder);
  return typeof found === 'object' && found !== null && Reflect.get(found, 'kind') === 'agent';
}

/** @throws DataError when the folder has no record of an agent that the command line trained. */
export function readAgentRecord(folder: string): AgentRecord {
  const found = readDescription(folder);
  if (isAgentRecord(found)) return found;
  throw new DataError(
    `${join(folder, 'run.json')} does not describe an agent that 'chainrule train' has trained ` +
      'in an environment of the package',
  );
}

/** The agent as it was saved last. @throws DataError */
export function loadAgent(folder: string, { algo, source, envs }: AgentRecord): Agent {
  return agentKinds[algo].load(join(folder, 'last.safetensors'), environments(source, envs));
}
