/** The network of a configuration and its optimiser, with the library's own parts. */

import { nn, optim } from 'chainrule';
import { type ActivationName, inputNamesOf, outputsOf, type PlayConfig } from './config.js';

/** A module with one input and one output. */
export type Layer = nn.Layer;

/** Modules by activation; a linear one has none. */
export function activationModule(name: ActivationName): Layer | null {
  switch (name) {
    case 'tanh':
      return new nn.Tanh();
    case 'relu':
      return new nn.ReLU();
    case 'sigmoid':
      return new nn.Sigmoid();
    case 'gelu':
      return new nn.GELU();
    case 'linear':
      return null;
  }
}

/** A network as a list of linear layers, and what stands between them. */
export interface Network {
  readonly model: nn.Sequential;
  /** All modules in their order. */
  readonly modules: readonly Layer[];
  readonly linears: readonly nn.Linear[];
}

function initialise({ init }: PlayConfig, linears: readonly nn.Linear[]): void {
  for (const { weight } of linears) {
    if (init === 'xavier') nn.init.xavierUniform(weight);
    if (init === 'kaiming') nn.init.kaimingUniform(weight, { nonlinearity: 'relu' });
    if (init === 'large') nn.init.normal(weight, 0, 3);
    if (init === 'zeros') nn.init.zeros(weight);
  }
}

/** Makes the network; the random stream must have been seeded. */
export function makeNetwork(config: PlayConfig): Network {
  const { hidden, activation, dropout, batchNorm } = config;
  const modules: Layer[] = [];
  const linears: nn.Linear[] = [];
  const add = (inputs: number, outputs: number): void => {
    const linear = new nn.Linear(inputs, outputs);
    linears.push(linear);
    modules.push(linear);
  };
  let inputs = inputNamesOf(config).length;
  for (const size of hidden) {
    add(inputs, size);
    if (batchNorm) modules.push(new nn.BatchNorm1d(size));
    const module = activationModule(activation);
    if (module !== null) modules.push(module);
    if (dropout > 0) modules.push(new nn.Dropout(dropout));
    inputs = size;
  }
  add(inputs, outputsOf(config));
  initialise(config, linears);
  return { model: new nn.Sequential(...modules), modules, linears };
}

/** The optimiser of a configuration. */
export function makeOptimizer(
  { optimizer, lr, l2, momentum, beta2, alpha, eps }: PlayConfig,
  model: nn.Module,
): optim.Optimizer {
  const parameters = model.parameters();
  const options = { lr, weightDecay: l2 };
  const adaptive = { ...options, betas: [momentum, beta2], eps } as const;
  switch (optimizer) {
    case 'sgd':
      return new optim.SGD(parameters, options);
    case 'momentum':
      return new optim.SGD(parameters, { ...options, momentum });
    case 'adam':
      return new optim.Adam(parameters, adaptive);
    case 'adamw':
      return new optim.AdamW(parameters, adaptive);
    case 'rmsprop':
      return new optim.RMSprop(parameters, { ...options, alpha, eps });
  }
}
