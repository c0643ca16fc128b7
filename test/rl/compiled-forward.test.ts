/** What an agent does by its compiled networks is what they say. */

import { nn, tensor } from 'chainrule';
import { A2C, DQN, make } from 'chainrule/rl';
import { expect, it } from 'vitest';

it('the actions are those of the network, for both activations, dueling and other modules', () => {
  const env = make('CartPole-v1');
  for (let seed = 0; seed < 20; seed++) {
    const [obs] = env.reset({ seed });
    const x = tensor([[...obs]]);
    const custom = (): nn.Layer =>
      new nn.Sequential(new nn.Linear(4, 8), new nn.GELU(), new nn.Linear(8, 2));
    const agents = [
      new DQN(env, { seed, hidden: [16] }),
      new DQN(env, { seed, dueling: true, hidden: [16, 8], activation: 'tanh' }),
      new DQN(env, { seed, network: custom }),
    ];
    for (const agent of agents) {
      const values = agent.network.forward(x).argmax(1).item();
      expect(agent.predict(obs, { deterministic: true })[0]).toBe(values);
    }
    const policy = new A2C(env, { seed }).policy;
    const [output, values] = policy.forward(x);
    expect(policy.best(obs)[0]).toBe(output.argmax(1).item());
    expect(policy.values(obs, 1)[0]).toBeCloseTo(values.item(), 5);
  }
});
