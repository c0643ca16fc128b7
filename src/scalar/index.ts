/** Entry `chainrule/scalar`: the engine that teaches the idea, and the networks built on it. */

export {
  type Activation,
  Layer,
  MLP,
  type MLPOptions,
  Module,
  Neuron,
  type NeuronOptions,
} from './network.js';
export { type Random, seededRandom } from './random.js';
export { add, div, mul, type Operand, sub, toValue, Value } from './value.js';
