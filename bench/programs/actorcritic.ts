/**
 * Actor and critic on a cart with a pole: a policy is asked at each step of an episode, and learns
 * from all of them at its end. Source: https://github.com/pytorch/examples, reinforcement_learning
 */

import { nn, optim, stack, type Tensor, tensor } from 'chainrule';
import { initialise, uniforms } from './generator.js';
import type { Program, Step } from './program.js';

const gamma = 0.99;
const episodesPerCall = 10;

/** The cart of Gymnasium's CartPole-v1; how long an episode goes on is up to the caller. */
class CartPole {
  state: number[] = [];

  reset(state: readonly number[]): number[] {
    this.state = [...state];
    return this.state;
  }

  /** Pushes to the left (0) or right (1); the reward is 1 while the pole is up. */
  step(action: number): [state: number[], reward: number] {
    const [x = 0, speed = 0, angle = 0, spin = 0] = this.state;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const push = ((action === 1 ? 10 : -10) + 0.05 * spin * spin * sin) / 1.1;
    const turn = (9.8 * sin - cos * push) / (0.5 * (4 / 3 - (0.1 * cos * cos) / 1.1));
    const pull = push - (0.05 * turn * cos) / 1.1;
    this.state = [x + 0.02 * speed, speed + 0.02 * pull, angle + 0.02 * spin, spin + 0.02 * turn];
    return [this.state, Math.abs(this.state[2] ?? 0) < 0.21 ? 1 : 0];
  }
}

class Policy extends nn.Module {
  readonly affine1 = new nn.Linear(4, 128);
  readonly actionHead = new nn.Linear(128, 2);
  readonly valueHead = new nn.Linear(128, 1);

  forward(state: Tensor): [Tensor, Tensor] {
    const x = this.affine1.forward(state).relu();
    return [this.actionHead.forward(x).softmax(-1), this.valueHead.forward(x)];
  }
}

interface SavedAction {
  readonly logProb: Tensor;
  readonly value: Tensor;
}

/** Rewards to come, shifted and scaled to mean 0 and deviation 1. */
function returnsOf(rewards: readonly number[]): Tensor {
  const returns: number[] = [];
  let total = 0;
  for (const reward of rewards.toReversed()) {
    total = reward + gamma * total;
    returns.unshift(total);
  }
  const all = tensor(returns);
  return all.sub(all.mean()).div(all.std().add(1.1920929e-7));
}

/** A call is ten episodes of 10 to 59 steps, all in all 345 steps; each has a length of its own. */
export const actorcritic: Program = () => {
  const model = initialise(new Policy(), 'ac.');
  const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
  const environment = new CartPole();
  let episode = 0;

  const runEpisode = (length: number): [SavedAction[], number[]] => {
    let state = environment.reset([...uniforms(`start${episode}`, 4, -0.05, 0.05)]);
    const chances = uniforms(`chance${episode}`, length);
    const saved: SavedAction[] = [];
    const rewards: number[] = [];
    for (let t = 0; t < length; t++) {
      const [probs, value] = model.forward(tensor(state));
      const action = (chances[t] ?? 0) < probs.at(0).item() ? 0 : 1;
      saved.push({ logProb: probs.at(action).log(), value });
      const [next, reward] = environment.step(action);
      state = next;
      rewards.push(reward);
    }
    return [saved, rewards];
  };

  const finishEpisode = (saved: readonly SavedAction[], rewards: readonly number[]): number => {
    const returns = returnsOf(rewards);
    const policyLosses: Tensor[] = [];
    const valueLosses: Tensor[] = [];
    for (const [i, { logProb, value }] of saved.entries()) {
      const advantage = returns.at(i).sub(value.detach());
      policyLosses.push(logProb.neg().mul(advantage));
      valueLosses.push(nn.functional.smoothL1Loss(value, returns.slice(0, i, i + 1)));
    }
    optimizer.zeroGrad();
    const loss = stack(policyLosses).sum().add(stack(valueLosses).sum());
    loss.backward();
    optimizer.step();
    return loss.item();
  };

  const step: Step = () => {
    let total = 0;
    for (let i = 0; i < episodesPerCall; i++) {
      const length = 10 + 5 * i + ((Math.floor(episode / episodesPerCall) + i) % 5);
      total += finishEpisode(...runEpisode(length));
      episode++;
    }
    return tensor(total);
  };
  return step;
};
