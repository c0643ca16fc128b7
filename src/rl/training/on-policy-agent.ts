/**
 * `OnPolicyAgent`: plays some steps with the policy as it is, learns from them, and forgets them.
 * The rule it learns by is its subclass's.
 */

import { internal } from '../../errors.js';
import { RolloutBuffer } from '../buffers/rollout-buffer.js';
import { ActorCritic, type ActorCriticOptions } from '../policies/actor-critic.js';
import { withSeed } from '../policies/mlp.js';
import { Agent, type AgentSetup, type OwnState, type PredictOptions } from './agent.js';

/** What every on-policy agent is made from. */
export interface OnPolicySetup<Obs, Act> extends AgentSetup<Obs, Act> {
  readonly name: string;
  /** Steps of each environment before the agent learns. */
  readonly numSteps: number;
  readonly gamma: number;
  readonly gaeLambda: number;
  readonly policy: ActorCriticOptions;
}

/** An agent with a policy, a value function and rollouts. */
export abstract class OnPolicyAgent<Obs, Act> extends Agent<Obs, Act> {
  /** Policy and value function. */
  readonly policy: ActorCritic;
  protected readonly rollout: RolloutBuffer;
  readonly #gamma: number;
  readonly #gaeLambda: number;

  constructor(setup: OnPolicySetup<Obs, Act>) {
    super(setup.name, setup);
    const { env, obsSize, numEnvs } = this.runner;
    this.policy = withSeed(
      setup.seed,
      () => new ActorCritic(setup.name, obsSize, env.singleActionSpace, setup.policy),
    );
    const { actionSize } = this.policy.head;
    this.rollout = new RolloutBuffer({ steps: setup.numSteps, numEnvs, obsSize, actionSize });
    this.#gamma = setup.gamma;
    this.#gaeLambda = setup.gaeLambda;
  }

  /** Learns from the rollout. */
  protected abstract update(): void;

  protected advance(): void {
    this.rollout.clear();
    while (!this.rollout.isFull) this.#step();
    const { obs, numEnvs } = this.runner;
    const lastValues = this.policy.values(obs, numEnvs);
    this.rollout.finish(lastValues, { gamma: this.#gamma, lambda: this.#gaeLambda });
    this.update();
    this.policy.refresh();
  }

  #step(): void {
    const { runner, policy } = this;
    const { numEnvs, obs } = runner;
    const { actions, logProbs, values } = policy.act(obs, numEnvs, this.random);
    const step = runner.step(Array.from({ length: numEnvs }, (_, i) => this.#toAction(actions, i)));
    // What was cut off would have gone on: its last state has a value.
    const isCut = step.truncated.some((flag) => flag === 1);
    const finalValues = isCut ? policy.values(step.nextObs, numEnvs) : new Float32Array(numEnvs);
    this.rollout.add({ ...step, obs, actions, logProbs, values, finalValues });
    this.note(numEnvs, step.episodes);
  }

  #toAction(actions: Float32Array, row: number): Act {
    const action = this.policy.head.toAction(actions, row);
    if (this.runner.env.singleActionSpace.contains(action)) return action;
    throw internal(`the policy gave ${String(action)}`);
  }

  protected override loadOwn(_own: OwnState): void {
    this.policy.refresh();
  }

  predict(obs: Obs, { deterministic = false }: PredictOptions = {}): [action: Act, state: null] {
    const row = this.runner.encode(obs);
    const actions = deterministic ? this.policy.best(row) : this.policy.draw(row, this.random);
    return [this.#toAction(actions, 0), null];
  }
}
