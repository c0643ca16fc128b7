"""
Actor and critic on a cart with a pole: a policy is asked at each step of an episode, and learns from
all of them at its end. Source: https://github.com/pytorch/examples, reinforcement_learning
"""

import math

import numpy
import torch
from torch import nn
from torch.distributions import Categorical
from torch.nn import functional as F

from generator import initialise, uniforms

GAMMA, EPISODES_PER_CALL = 0.99, 10
EPS = numpy.finfo(numpy.float32).eps.item()


class CartPole:
    """The cart of Gymnasium's CartPole-v1; how long an episode goes on is up to the caller."""

    def reset(self, state):
        self.state = state
        return state

    def step(self, action):
        x, speed, angle, spin = self.state
        cos, sin = math.cos(angle), math.sin(angle)
        push = ((10 if action == 1 else -10) + 0.05 * spin * spin * sin) / 1.1
        turn = (9.8 * sin - cos * push) / (0.5 * (4 / 3 - (0.1 * cos * cos) / 1.1))
        pull = push - (0.05 * turn * cos) / 1.1
        self.state = [x + 0.02 * speed, speed + 0.02 * pull, angle + 0.02 * spin, spin + 0.02 * turn]
        return self.state, 1 if abs(self.state[2]) < 0.21 else 0


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.affine1 = nn.Linear(4, 128)
        self.action_head = nn.Linear(128, 2)
        self.value_head = nn.Linear(128, 1)

    def forward(self, x):
        x = F.relu(self.affine1(x))
        return F.softmax(self.action_head(x), dim=-1), self.value_head(x)


def program():
    model = initialise(Policy(), "ac.")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    environment = CartPole()
    episode = 0

    def run_episode(length):
        state = environment.reset(uniforms(f"start{episode}", 4, -0.05, 0.05).tolist())
        chances = uniforms(f"chance{episode}", length).tolist()
        saved, rewards = [], []
        for t in range(length):
            probs, value = model(torch.tensor(state))
            m = Categorical(probs)
            action = torch.tensor(0 if chances[t] < probs[0].item() else 1)
            saved.append((m.log_prob(action), value))
            state, reward = environment.step(action.item())
            rewards.append(reward)
        return saved, rewards

    def finish_episode(saved, rewards):
        R, returns, policy_losses, value_losses = 0, [], [], []
        for r in rewards[::-1]:
            R = r + GAMMA * R
            returns.insert(0, R)
        returns = torch.tensor(returns)
        returns = (returns - returns.mean()) / (returns.std() + EPS)
        for (log_prob, value), R in zip(saved, returns):
            advantage = R - value.item()
            policy_losses.append(-log_prob * advantage)
            value_losses.append(F.smooth_l1_loss(value, torch.tensor([R])))
        optimizer.zero_grad()
        loss = torch.stack(policy_losses).sum() + torch.stack(value_losses).sum()
        loss.backward()
        optimizer.step()
        return loss.item()

    def step():
        nonlocal episode
        total = 0
        for i in range(EPISODES_PER_CALL):
            length = 10 + 5 * i + (episode // EPISODES_PER_CALL + i) % 5
            total += finish_episode(*run_episode(length))
            episode += 1
        return total

    return step
