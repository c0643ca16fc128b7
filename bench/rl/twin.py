"""PPO and DQN on CartPole-v1 as CleanRL writes them, with the options of speed-rows.ts, for their time.

Usage: python3 twin.py ppo|dqn OPTIONS THREADS, where OPTIONS is JSON; prints wall seconds and processor
seconds of the training as JSON. Needs PyTorch and Gymnasium 1. Source of the loops' structure:
https://docs.cleanrl.dev
"""

import json
import random
import resource
import sys
import time

import gymnasium
import numpy as np
import torch
from torch import nn, optim


def cartpole(count):
    make = lambda: gymnasium.make('CartPole-v1')
    return gymnasium.vector.SyncVectorEnv([make for _ in range(count)])


def layer(inputs, outputs, gain=np.sqrt(2)):
    linear = nn.Linear(inputs, outputs)
    nn.init.orthogonal_(linear.weight, gain)
    nn.init.constant_(linear.bias, 0.0)
    return linear


def chain(outputs, gain):
    return nn.Sequential(
        layer(4, 64), nn.Tanh(), layer(64, 64), nn.Tanh(), layer(64, outputs, gain)
    )


def ppo(options):
    total, count, steps = options['steps'], options['envs'], options['numSteps']
    epochs, size = options['numEpochs'], options['batchSize']
    value_clip, entropy_weight = options['clipRangeValue'], options['entCoef']
    start_rate, gamma, lam, clip = options['learningRate'], 0.99, 0.95, 0.2
    actor, critic = chain(2, 0.01), chain(1, 1.0)
    parameters = [*actor.parameters(), *critic.parameters()]
    optimizer = optim.Adam(parameters, lr=start_rate, eps=1e-5)
    envs = cartpole(count)
    shape = (steps, count)
    obs = torch.zeros((*shape, 4))
    actions, log_probs, rewards, dones, values = (torch.zeros(shape) for _ in range(5))
    next_obs = torch.Tensor(envs.reset(seed=0)[0])
    next_done = torch.zeros(count)
    updates = total // (steps * count)
    for update in range(updates):
        optimizer.param_groups[0]['lr'] = (1 - update / updates) * start_rate
        for step in range(steps):
            obs[step], dones[step] = next_obs, next_done
            with torch.no_grad():
                chances = torch.distributions.Categorical(logits=actor(next_obs))
                action = chances.sample()
                values[step] = critic(next_obs).flatten()
            actions[step], log_probs[step] = action, chances.log_prob(action)
            seen, reward, ended, cut, _ = envs.step(action.numpy())
            rewards[step] = torch.tensor(reward)
            next_obs, next_done = torch.Tensor(seen), torch.Tensor(ended | cut)
        with torch.no_grad():
            following = critic(next_obs).reshape(1, -1)
            advantages = torch.zeros(shape)
            last = 0
            for t in reversed(range(steps)):
                done = next_done if t == steps - 1 else dones[t + 1]
                later = following if t == steps - 1 else values[t + 1]
                delta = rewards[t] + gamma * later * (1 - done) - values[t]
                advantages[t] = last = delta + gamma * lam * (1 - done) * last
            returns = advantages + values
        parts = (obs, actions, log_probs, advantages, returns, values)
        flat = [x.reshape(-1, *x.shape[2:]) for x in parts]
        order = np.arange(steps * count)
        for _ in range(epochs):
            np.random.shuffle(order)
            for start in range(0, steps * count, size):
                rows = order[start : start + size]
                b_obs, b_actions, b_log_probs, b_advantages, b_returns, b_values = (x[rows] for x in flat)
                chances = torch.distributions.Categorical(logits=actor(b_obs))
                ratio = (chances.log_prob(b_actions) - b_log_probs).exp()
                weights = (b_advantages - b_advantages.mean()) / (b_advantages.std() + 1e-8)
                policy = torch.max(-weights * ratio, -weights * ratio.clamp(1 - clip, 1 + clip)).mean()
                new_values = critic(b_obs).view(-1)
                errors = (new_values - b_returns) ** 2
                if value_clip is not None:
                    moved = b_values + (new_values - b_values).clamp(-value_clip, value_clip)
                    errors = torch.max(errors, (moved - b_returns) ** 2)
                loss = policy + 0.5 * errors.mean() - entropy_weight * chances.entropy().mean()
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(parameters, 0.5)
                optimizer.step()


def q_network(hidden):
    sizes = [4, *hidden]
    layers = []
    for inputs, outputs in zip(sizes, hidden):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(sizes[-1], 2))


def dqn(options):
    total, capacity, size = options['steps'], options['bufferSize'], options['batchSize']
    starts, frequency = options['learningStarts'], options['trainFrequency']
    last_epsilon = options['explorationFinalEps']
    network, target = q_network(options['hidden']), q_network(options['hidden'])
    target.load_state_dict(network.state_dict())
    optimizer = optim.Adam(network.parameters(), lr=options['learningRate'])
    envs = cartpole(1)
    obs_store = np.zeros((capacity, 4), np.float32)
    next_store = np.zeros((capacity, 4), np.float32)
    action_store = np.zeros((capacity, 1), np.int64)
    reward_store = np.zeros(capacity, np.float32)
    end_store = np.zeros(capacity, np.float32)
    obs, _ = envs.reset(seed=0)
    for step in range(total):
        share = step / (options['explorationFraction'] * total)
        epsilon = max(last_epsilon, 1 - (1 - last_epsilon) * share)
        if random.random() < epsilon:
            action = np.array([envs.single_action_space.sample()])
        else:
            with torch.no_grad():
                action = network(torch.Tensor(obs)).argmax(1).numpy()
        following, reward, ended, _, _ = envs.step(action)
        at = step % capacity
        obs_store[at], next_store[at], action_store[at] = obs[0], following[0], action
        reward_store[at], end_store[at] = reward[0], ended[0]
        obs = following
        if step > starts and step % frequency == 0:
            for _ in range(options['gradientSteps']):
                rows = np.random.randint(0, min(step, capacity), size)
                with torch.no_grad():
                    best = target(torch.from_numpy(next_store[rows])).max(1).values
                    goal = torch.from_numpy(reward_store[rows]) + 0.99 * best * (
                        1 - torch.from_numpy(end_store[rows])
                    )
                chosen = network(torch.from_numpy(obs_store[rows])).gather(
                    1, torch.from_numpy(action_store[rows])
                )
                loss = nn.functional.mse_loss(chosen.squeeze(1), goal)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
        if step % options['targetUpdateInterval'] == 0:
            target.load_state_dict(network.state_dict())


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    kind, options = sys.argv[1], json.loads(sys.argv[2])
    torch.set_num_threads(int(sys.argv[3]))
    wall, processor = time.perf_counter(), processor_seconds()
    {'ppo': ppo, 'dqn': dqn}[kind](options)
    result = {
        'wall': time.perf_counter() - wall,
        'processor': processor_seconds() - processor,
        'torch': torch.__version__,
    }
    print(json.dumps(result))


main()
