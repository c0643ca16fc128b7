/** The agents that the command line knows by name: making one, and reading one from a file. */

import { oneOf } from '../../errors.js';
import {
  A2C,
  type Agent,
  Discrete,
  DQN,
  type Env,
  make,
  PPO,
  SAC,
  SyncVectorEnv,
  TD3,
  type VectorEnv,
} from '../../rl/index.js';
import { UsageError } from '../args/usage-error.js';
import type { recipes } from './recipes.js';

/** Name of an agent on the command line. */
export type Algorithm = keyof typeof recipes;

type Options = Readonly<Record<string, unknown>>;

interface AgentKind {
  readonly title: string;
  create(env: VectorEnv, options: Options): Agent;
  load(path: string, env: VectorEnv): Agent;
}

/** All of them. */
export const agentKinds: { readonly [Name in Algorithm]: AgentKind } = {
  ppo: {
    title: 'PPO',
    create: (env, options) => new PPO(env, options),
    load: (path, env) => PPO.load(path, env),
  },
  a2c: {
    title: 'A2C',
    create: (env, options) => new A2C(env, options),
    load: (path, env) => A2C.load(path, env),
  },
  dqn: {
    title: 'DQN',
    create: (env, options) => new DQN(env, options),
    load: (path, env) => DQN.load(path, env),
  },
  sac: {
    title: 'SAC',
    create: (env, options) => new SAC(env, options),
    load: (path, env) => SAC.load(path, env),
  },
  td3: {
    title: 'TD3',
    create: (env, options) => new TD3(env, options),
    load: (path, env) => TD3.load(path, env),
  },
};

/** Names of all algorithms. */
export const algorithms: readonly Algorithm[] = ['ppo', 'a2c', 'dqn', 'sac', 'td3'];

/** Those that can act in an environment: a choice of few is not for SAC, a force not for DQN. */
export function algorithmsFor(envId: string): readonly Algorithm[] {
  const isChoice = make(envId).actionSpace instanceof Discrete;
  const unfit: readonly Algorithm[] = isChoice ? ['sac', 'td3'] : ['dqn'];
  return algorithms.filter((name) => !unfit.includes(name));
}

/** @throws UsageError when the algorithm cannot act in the environment. */
export function checkFits(algo: Algorithm, envId: string): void {
  const fit = algorithmsFor(envId);
  if (fit.includes(algo)) return;
  const actions = String(make(envId).actionSpace);
  throw new UsageError(
    `--algo ${algo} cannot act in ${envId}, whose actions are ${actions}; use ${oneOf(fit)}`,
  );
}

/** Environments side by side, as agents take them. */
export function environments(envId: string, count: number): VectorEnv {
  const envs = Array.from({ length: count }, (): Env => make(envId));
  return new SyncVectorEnv(envs, { autoreset: 'sameStep' });
}
