/** Runs an experiment on a model and its optimizer, and puts everything back afterwards. */

import type { Module } from '../../../nn/index.js';
import type { Optimizer } from '../../../optim/index.js';
import { getRandomState, realize, setRandomState } from '../../../tensor/index.js';

/**
 * Runs `experiment` with the model in training mode. Parameters, buffers, gradients, modes, the
 * optimizer's state, its learning rates and the random stream are afterwards what they were, bit
 * for bit, also when it throws.
 */
export function untouched<Result>(
  model: Module,
  optimizer: Optimizer,
  experiment: () => Result,
): Result {
  const modes = model.modules().map((module) => [module, module.training] as const);
  const tensors = [...model.parameters(), ...model.buffers()];
  const values = tensors.map((tensor) => [tensor, tensor.detach()] as const);
  const gradients = model.parameters().map((p) => [p, p.grad?.detach() ?? null] as const);
  const state = optimizer.stateDict();
  const random = getRandomState();
  realize(values.map(([, value]) => value));
  model.train();
  try {
    return experiment();
  } finally {
    for (const [tensor, value] of values) tensor.assign(value);
    realize(tensors);
    for (const [parameter, gradient] of gradients) parameter.grad = gradient;
    for (const [module, training] of modes) module.training = training;
    optimizer.loadStateDict(state);
    setRandomState(random);
  }
}
