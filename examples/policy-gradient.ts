/**
 * Reinforcement learning: an agent in a corridor learns by REINFORCE (Williams, 1992) that the
 * reward is at its right end. The environment has Gymnasium's `reset` and `step`; the weights are
 * kept. Run: `npx tsx examples/policy-gradient.ts`.
 */

import { mkdirSync } from 'node:fs';
import { manualSeed, nn, optim, rand, tensor } from 'chainrule';
import { saveSafetensors } from 'chainrule/io';

/** What a step in an environment gives. */
interface Step {
  readonly observation: number;
  readonly reward: number;
  /** Whether the goal was reached. */
  readonly terminated: boolean;
  /** Whether the episode ran out of time. */
  readonly truncated: boolean;
}

/** A corridor of cells; each step costs a little, the last cell ends the episode with a reward. */
class Corridor {
  readonly cells = 8;
  readonly #limit = 40;
  #cell = 0;
  #steps = 0;

  /** Back to the first cell. */
  reset(): number {
    this.#cell = 0;
    this.#steps = 0;
    return this.#cell;
  }

  /** Action 0 goes left, 1 goes right; walls hold. */
  step(action: number): Step {
    const next = this.#cell + (action === 1 ? 1 : -1);
    this.#cell = Math.min(this.cells - 1, Math.max(0, next));
    this.#steps += 1;
    const terminated = this.#cell === this.cells - 1;
    const truncated = this.#steps >= this.#limit;
    return { observation: this.#cell, reward: terminated ? 1 : -0.02, terminated, truncated };
  }
}

/** What one episode saw, did, and earned from each step on. */
interface Episode {
  readonly cells: readonly number[];
  readonly actions: readonly number[];
  readonly returns: readonly number[];
}

const environment = new Corridor();
const discount = 0.95;

manualSeed(7);
const policy = new nn.Sequential(
  new nn.Embedding(environment.cells, 16),
  new nn.Tanh(),
  new nn.Linear(16, 2),
);
const optimizer = new optim.Adam(policy.parameters(), { lr: 0.02 });

/** Rewards to come, each worth `discount` of the one before. */
function returnsOf(rewards: readonly number[]): number[] {
  const returns: number[] = [];
  let total = 0;
  for (const reward of rewards.toReversed()) {
    total = reward + discount * total;
    returns.unshift(total);
  }
  return returns;
}

/** Plays by chance, as the policy weighs the actions. */
function play(): Episode {
  const odds = policy.forward(tensor(Int32Array.from({ length: environment.cells }, (_, i) => i)));
  const right = odds.softmax(1).at(null, 1).toTypedArray();
  const dice = rand([64]).toTypedArray();
  const cells: number[] = [];
  const actions: number[] = [];
  const rewards: number[] = [];
  for (let cell = environment.reset(), done = false; !done; ) {
    const action = Number(Number(dice[cells.length]) < Number(right[cell]));
    const next = environment.step(action);
    cells.push(cell);
    actions.push(action);
    rewards.push(next.reward);
    cell = next.observation;
    done = next.terminated || next.truncated;
  }
  return { cells, actions, returns: returnsOf(rewards) };
}

/**
 * Makes actions likelier that earned more than usual: the gradient of log p(action) * advantage.
 */
function learn({ cells, actions, returns }: Episode, usual: number): void {
  optimizer.zeroGrad();
  const scores = policy.forward(tensor(Int32Array.from(cells))).logSoftmax(1);
  const chosen = scores.gather(1, tensor(Int32Array.from(actions)).unsqueeze(1)).squeeze(1);
  const advantage = tensor(returns.map((value) => value - usual));
  chosen.mul(advantage).mean().neg().backward();
  optimizer.step();
}

const lengths: number[] = [];
let usual = 0;
for (let episode = 1; episode <= 200; episode++) {
  const seen = play();
  learn(seen, usual);
  usual += 0.1 * ((seen.returns[0] ?? 0) - usual);
  lengths.push(seen.actions.length);
  if (episode === 10 || episode % 40 === 0) {
    const recent = lengths.slice(-10);
    const mean = recent.reduce((total, n) => total + n, 0) / recent.length;
    console.log(`episode ${episode}  steps to the goal ${mean.toFixed(1)}`);
  }
}
console.log(`shortest way: ${environment.cells - 1} steps`);

mkdirSync('runs', { recursive: true });
saveSafetensors('runs/policy-gradient.safetensors', policy.stateDict());
console.log('runs/policy-gradient.safetensors');
