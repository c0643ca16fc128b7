/**
 * Tour 41: an agent in a corridor of eight cells finds out, by trying, that the reward is at its
 * right end. Everything is here: the environment, the policy, and the step that makes what paid
 * likelier (REINFORCE, Williams, 1992). Run: npx tsx examples/tour/41-corridor.ts
 */

import { manualSeed, nn, optim, rand, tensor } from 'chainrule';
import { plotMetrics } from 'chainrule/viz';

// A step costs a little, the last cell ends the episode with a reward. `terminated`: the goal was
// reached; `truncated`: the time was up.
const cells = 8;
const timeLimit = 40;
function step(cell: number, action: number, steps: number) {
  const observation = Math.min(cells - 1, Math.max(0, cell + (action === 1 ? 1 : -1)));
  const terminated = observation === cells - 1;
  return { observation, reward: terminated ? 1 : -0.02, terminated, truncated: steps >= timeLimit };
}

// The return of a step: its reward and those to come, each worth `discount` of the one before.
const discount = 0.95;
function returnsOf(rewards: readonly number[]): number[] {
  const returns: number[] = [];
  let total = 0;
  for (const reward of rewards.toReversed()) {
    total = reward + discount * total;
    returns.unshift(total);
  }
  return returns;
}
const shortest = [...Array(cells - 2).fill(-0.02), 1];
console.log(`rewards on the shortest way: ${shortest.join(', ')}`);
console.log(`its return, from the first cell: ${returnsOf(shortest)[0]?.toFixed(4)}`);

// The policy: a network that gives each cell the odds of left and right.
manualSeed(7);
const policy = new nn.Sequential(new nn.Embedding(cells, 16), new nn.Tanh(), new nn.Linear(16, 2));
const optimizer = new optim.Adam(policy.parameters(), { lr: 0.02 });
function oddsOfRight() {
  const all = policy.forward(tensor(Int32Array.from({ length: cells }, (_, cell) => cell)));
  return all.softmax(1).at(null, 1).toTypedArray();
}

// An episode: in each cell the action is drawn with the policy's odds.
function play() {
  const right = oddsOfRight();
  const dice = rand([timeLimit]).toTypedArray();
  const seen: number[] = [];
  const actions: number[] = [];
  const rewards: number[] = [];
  for (let cell = 0, isOver = false; !isOver; ) {
    const action = Number(Number(dice[seen.length]) < Number(right[cell]));
    const next = step(cell, action, seen.length + 1);
    seen.push(cell);
    actions.push(action);
    rewards.push(next.reward);
    cell = next.observation;
    isOver = next.terminated || next.truncated;
  }
  return { seen, actions, returns: returnsOf(rewards) };
}

// Actions become likelier that earned more than usual: the gradient of log p(action) times the
// advantage, which is the return less the usual one.
let usual = 0;
const lengths: number[] = [];
for (let episode = 1; episode <= 120; episode++) {
  const { seen, actions, returns } = play();
  optimizer.zeroGrad();
  const scores = policy.forward(tensor(Int32Array.from(seen))).logSoftmax(1);
  const chosen = scores.gather(1, tensor(Int32Array.from(actions)).unsqueeze(1)).squeeze(1);
  const advantages = tensor(returns.map((value) => value - usual));
  chosen.mul(advantages).mean().neg().backward();
  optimizer.step();
  usual += 0.1 * ((returns[0] ?? 0) - usual);
  lengths.push(actions.length);
}
const meanOf = (list: readonly number[]): number =>
  list.reduce((total, value) => total + value, 0) / list.length;
console.log(`the first 10 episodes take more than 12 steps: ${meanOf(lengths.slice(0, 10)) > 12}`);
console.log(
  `the last 10 take the ${cells - 1} of the shortest way, or little more: ${meanOf(lengths.slice(-10)) < 8}`,
);
console.log(`right is sure in the first cell: ${Number(oddsOfRight()[0]) > 0.9}`);

const rows = lengths.map((length, i) => ({ episode: i + 1, 'steps to the goal': length }));
console.log(await plotMetrics(rows).save('runs/tour/41-steps.svg'));
