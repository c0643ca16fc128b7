/**
 * The trainings on CartPole-v1 whose time `speed.ts` takes: CleanRL's loops with CleanRL's options,
 * and those of the recipes and the zoo, in which networks are larger or learn more per step. Each
 * has the agent of this library and the options that `twin.py` gets for the same training.
 * Sources: https://github.com/vwxyzjn/cleanrl/blob/master/cleanrl/ppo.py and dqn.py;
 * https://github.com/DLR-RM/rl-baselines3-zoo/tree/master/hyperparams
 */

import { DQN, make, PPO, SyncVectorEnv } from 'chainrule/rl';
import type { Contestant } from './rows.js';

/** What `twin.py` trains PPO with. */
interface PpoTwin {
  readonly envs: number;
  readonly numSteps: number;
  readonly batchSize: number;
  readonly numEpochs: number;
  readonly learningRate: number;
  readonly entCoef: number;
  /** How far values may move, or null for any. */
  readonly clipRangeValue: number | null;
}

/** What `twin.py` trains DQN with. */
interface DqnTwin {
  readonly hidden: readonly number[];
  readonly learningRate: number;
  readonly bufferSize: number;
  readonly learningStarts: number;
  readonly batchSize: number;
  readonly trainFrequency: number;
  readonly gradientSteps: number;
  readonly targetUpdateInterval: number;
  readonly explorationFraction: number;
  readonly explorationFinalEps: number;
}

/** One training and its twin. */
export interface SpeedRow {
  readonly name: string;
  readonly kind: 'ppo' | 'dqn';
  readonly steps: number;
  readonly twin: PpoTwin | DqnTwin;
  readonly make: () => Contestant;
}

function cartPoles(count: number): SyncVectorEnv<unknown, unknown> {
  const envs = Array.from({ length: count }, () => make('CartPole-v1'));
  return new SyncVectorEnv<unknown, unknown>(envs, { autoreset: 'sameStep' });
}

function ppo(name: string, steps: number, twin: PpoTwin): SpeedRow {
  const { envs, learningRate: start, ...options } = twin;
  const learningRate = { start, end: 0 };
  const make = (): Contestant => new PPO(cartPoles(envs), { ...options, learningRate, seed: 0 });
  return { name, kind: 'ppo', steps, twin, make };
}

function dqn(name: string, steps: number, twin: DqnTwin): SpeedRow {
  const make = (): Contestant => new DQN(cartPoles(1), { ...twin, seed: 0 });
  return { name, kind: 'dqn', steps, twin, make };
}

/** All rows. */
export const speedRows: readonly SpeedRow[] = [
  ppo("PPO, CleanRL's options", 102_400, {
    envs: 4,
    numSteps: 128,
    batchSize: 128,
    numEpochs: 4,
    learningRate: 2.5e-4,
    entCoef: 0.01,
    clipRangeValue: 0.2,
  }),
  dqn("DQN, CleanRL's options", 100_000, {
    hidden: [120, 84],
    learningRate: 2.5e-4,
    bufferSize: 10_000,
    learningStarts: 10_000,
    batchSize: 128,
    trainFrequency: 10,
    gradientSteps: 1,
    targetUpdateInterval: 500,
    explorationFraction: 0.5,
    explorationFinalEps: 0.05,
  }),
  ppo('PPO, our recipe', 20_480, {
    envs: 8,
    numSteps: 128,
    batchSize: 256,
    numEpochs: 10,
    learningRate: 1e-3,
    entCoef: 0,
    clipRangeValue: null,
  }),
  dqn("DQN, the zoo's options", 10_240, {
    hidden: [256, 256],
    learningRate: 2.3e-3,
    bufferSize: 100_000,
    learningStarts: 1000,
    batchSize: 64,
    trainFrequency: 256,
    gradientSteps: 128,
    targetUpdateInterval: 10,
    explorationFraction: 0.16,
    explorationFinalEps: 0.04,
  }),
];
