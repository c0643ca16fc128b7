/**
 * Runs a model to look at it: without dropout, without moving its statistics or the random stream.
 */

import type { Module } from '../../nn/index.js';
import { getRandomState, setRandomState } from '../../tensor/index.js';

/**
 * What `run` returns while every module of the model is in `eval()`; all is as before afterwards.
 */
export function asEvaluated<T>(model: Module, run: () => T): T {
  const modes = model.modules().map((module) => [module, module.training] as const);
  const state = getRandomState();
  model.eval();
  try {
    return run();
  } finally {
    for (const [module, mode] of modes) module.training = mode;
    setRandomState(state);
  }
}
