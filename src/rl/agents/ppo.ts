/**
 * Proximal policy optimisation: several passes over each rollout, in which the policy may not move
 * far. Sources: Schulman et al., "Proximal policy optimization algorithms", 2017,
 * https://arxiv.org/abs/1707.06347; Huang et al., "The 37 implementation details of PPO", 2022,
 * https://iclr-blog-track.github.io/2022/03/25/ppo-implementation-details/
 */

import { ValueError } from '../../errors.js';
import { Adam, clipGradNorm } from '../../optim/index.js';
import * as signatures from '../../signatures/rl.js';
import { type Compiled, compile, liveNumber, minimum, type Tensor } from '../../tensor/index.js';
import type { Env } from '../env/env.js';
import { freshSeed } from '../options/fresh-seed.js';
import { type Schedule, valueAt } from '../options/schedule.js';
import { withDefaults } from '../options/with-defaults.js';
import type { AgentParts } from '../training/agent.js';
import { OnPolicyAgent, type OnPolicyOptions, standardized } from '../training/on-policy-agent.js';
import type { VectorEnv } from '../vector/vector-env.js';

/** Options of `PPO`; the defaults are those of Stable-Baselines3. */
export interface PPOOptions extends OnPolicyOptions {
  /** Rows of a minibatch, 64 by default; divides the rows of a rollout. */
  readonly batchSize?: number;
  /** Passes over each rollout, 10 by default. */
  readonly numEpochs?: number;
  /** How far the ratio of probabilities may move from 1, 0.2 by default. */
  readonly clipRange?: Schedule;
  /** How far values may move, in units of returns; null (default) for any. */
  readonly clipRangeValue?: number | null;
  /**
   * Ends the passes when the policy has moved by 1.5 of this divergence; null (default) for never.
   */
  readonly targetKl?: number | null;
}

const defaults: Readonly<Required<PPOOptions>> = {
  learningRate: 3e-4,
  numSteps: 2048,
  batchSize: 64,
  numEpochs: 10,
  gamma: 0.99,
  gaeLambda: 0.95,
  clipRange: 0.2,
  clipRangeValue: null,
  normalizeAdvantage: true,
  entCoef: 0,
  vfCoef: 0.5,
  maxGradNorm: 0.5,
  targetKl: null,
  normalizeObs: false,
  normalizeReward: false,
  hidden: [64, 64],
  activation: 'tanh',
  logStdInit: 0,
  networks: null,
  seed: 0,
};

/** Losses of a minibatch, 0-d each. */
interface Losses {
  readonly policy: Tensor;
  readonly value: Tensor;
  readonly entropy: Tensor;
  readonly kl: Tensor;
}

type Update = Compiled<
  [
    obs: Tensor,
    actions: Tensor,
    logProbs: Tensor,
    advantages: Tensor,
    returns: Tensor,
    values: Tensor,
  ],
  Losses
>;

/**
 * Proximal policy optimisation (PPO), for discrete and continuous actions: several passes over each
 * rollout, in which the policy may not move far. Source: Schulman et al., 2017,
 * https://arxiv.org/abs/1707.06347
 *
 * Formula: `-min(r A, clip(r, 1 - clipRange, 1 + clipRange) A)` with the advantage A and
 * `r = pi(a|s) / pi_before(a|s)`, beside the losses of value and entropy of `A2C`.
 *
 * @example
 * const agent = new PPO(make('CartPole-v1'), { numSteps: 64, numEpochs: 1, seed: 0 });
 * await agent.learn({ totalTimesteps: 64 }); // 100,000 with the default options to learn it
 * const [action] = agent.predict(Float32Array.of(0, 0, 0, 0), { deterministic: true });
 * console.log(action === 0 || action === 1); // true
 */
export class PPO<Obs, Act> extends OnPolicyAgent<Obs, Act> {
  /** All options, with their defaults. */
  readonly options: Readonly<Required<PPOOptions>>;
  readonly #optimizer: Adam;
  readonly #update: Update;

  /**
   * @param env one environment, or a vector of them with autoreset `'sameStep'`.
   * @throws ValueError for an unknown option, a value out of its range, or actions of another kind.
   */
  constructor(env: Env<Obs, Act> | VectorEnv<Obs, Act>, options: PPOOptions = {}) {
    signatures.PPO.check(arguments);
    const all = withDefaults('PPO', { ...defaults, seed: freshSeed() }, options);
    super('PPO', env, all);
    this.options = all;
    const rows = all.numSteps * this.runner.numEnvs;
    if (rows % all.batchSize !== 0) {
      throw new ValueError(
        `PPO: batchSize ${all.batchSize} must divide the ${rows} rows of a rollout ` +
          `(numSteps ${all.numSteps} in ${this.runner.numEnvs} environments)`,
      );
    }
    const lr = valueAt(all.learningRate, 0);
    this.#optimizer = new Adam(this.policy.parameters(), { lr, eps: 1e-5 });
    this.#update = compile((...args) => this.#learn(...args));
  }

  /**
   * An agent that goes on where `save` was called. @throws DataError, ValueError when it does not
   * fit.
   */
  static load<Obs, Act>(
    path: string,
    env: Env<Obs, Act> | VectorEnv<Obs, Act>,
    options: PPOOptions = {},
  ): PPO<Obs, Act> {
    signatures.PPO$load.check(arguments);
    const make = (saved: PPOOptions): PPO<Obs, Act> => new PPO(env, { ...saved, ...options });
    return PPO.restored(path, 'PPO', make);
  }

  protected parts(): AgentParts {
    return { modules: { policy: this.policy }, optimizers: { optimizer: this.#optimizer } };
  }

  protected update(): void {
    const { numEpochs, targetKl } = this.options;
    this.setLearningRate();
    let losses: Losses | null = null;
    for (let epoch = 0; epoch < numEpochs; epoch++) {
      for (const batch of this.rollout.batches(this.options.batchSize, this.random)) {
        const { obs, actions, logProbs, advantages, returns, values } = this.tensors(batch);
        losses = this.#update(obs, actions, logProbs, advantages, returns, values);
        if (targetKl !== null && losses.kl.item() > 1.5 * targetKl) epoch = numEpochs;
        if (epoch === numEpochs) break;
      }
    }
    if (losses !== null) this.#report(losses);
  }

  #report(losses: Losses): void {
    this.noteUpdate(() => ({
      policyLoss: losses.policy.item(),
      valueLoss: losses.value.item(),
      entropy: losses.entropy.item(),
      approxKl: losses.kl.item(),
    }));
  }

  /** One step of the optimiser. */
  #learn(
    obs: Tensor,
    actions: Tensor,
    oldLogProbs: Tensor,
    advantages: Tensor,
    returns: Tensor,
    oldValues: Tensor,
  ): Losses {
    const { normalizeAdvantage, entCoef, vfCoef, maxGradNorm } = this.options;
    const { head } = this.policy;
    const [output, values] = this.policy.forward(obs);
    const logRatio = head.logProb(output, actions).sub(oldLogProbs);
    const ratio = logRatio.exp();
    const weights = normalizeAdvantage ? standardized(advantages) : advantages;
    const range = (): number => valueAt(this.options.clipRange, this.progress);
    const floor = liveNumber(() => 1 - range());
    const ceiling = liveNumber(() => 1 + range());
    const clipped = minimum(ratio.maximum(floor), ceiling);
    const policy = minimum(ratio.mul(weights), clipped.mul(weights)).mean().neg();
    const value = this.#valueLoss(values, returns, oldValues);
    const entropy = head.entropy(output).mean();
    const loss = policy.add(value.mul(vfCoef)).sub(entropy.mul(entCoef));
    this.#optimizer.zeroGrad();
    loss.backward();
    clipGradNorm(this.policy.parameters(), maxGradNorm);
    this.#optimizer.step();
    // An unbiased estimate of the divergence with little variance:
    // http://joschu.net/blog/kl-approx.html
    return { policy, value, entropy, kl: ratio.sub(1).sub(logRatio).mean() };
  }

  #valueLoss(values: Tensor, returns: Tensor, oldValues: Tensor): Tensor {
    const { clipRangeValue } = this.options;
    const plain = values.sub(returns).square();
    if (clipRangeValue === null) return plain.mean();
    const moved = values.sub(oldValues).clamp(-clipRangeValue, clipRangeValue);
    return plain.maximum(oldValues.add(moved).sub(returns).square()).mean();
  }
}
