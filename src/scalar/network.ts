/**
 * Networks out of single numbers: a neuron, a layer of them, and layers in a row. What they are
 * made of is in value.ts; what they learn is up to the loop that uses them. After micrograd:
 * https://github.com/karpathy/micrograd
 */

import { type Random, seededRandom } from './random.js';
import { type Operand, toValue, Value } from './value.js';

const activations = {
  linear: (x: Value): Value => x,
  relu: (x: Value): Value => x.relu(),
  sigmoid: (x: Value): Value => x.sigmoid(),
  tanh: (x: Value): Value => x.tanh(),
};

/** What a neuron does to its weighted sum. */
export type Activation = keyof typeof activations;

/** Options of `Neuron` and `Layer`. */
export interface NeuronOptions {
  /** Default `'tanh'`. */
  readonly activation?: Activation;
  /** Where the weights come from; by default the same ones on every run. */
  readonly random?: Random;
}

/** Options of `MLP`. */
export interface MLPOptions extends NeuronOptions {
  /** Activation of the last layer; default: that of the others. */
  readonly outputActivation?: Activation;
}

/**
 * Something with numbers to train.
 *
 * @example
 * class Line extends Module {
 *   readonly slope = new Value(3);
 *   override parameters() {
 *     return [this.slope];
 *   }
 * }
 * const line = new Line();
 * line.slope.mul(2).backward();
 * console.log(line.slope.grad); // 2
 * line.zeroGrad();
 * console.log(line.slope.grad); // 0
 */
export abstract class Module {
  /** The numbers to train. */
  abstract parameters(): Value[];

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.zeroGrad();
  }
}

/**
 * `activation(w · x + b)`, with weights drawn from [-1, 1) and a bias of 0.
 *
 * @example
 * const neuron = new Neuron(2);
 * console.log(neuron.parameters().length); // 3
 * console.log(neuron.forward([1, -1]).data.toFixed(4)); // -0.0112
 */
export class Neuron extends Module {
  readonly w: readonly Value[];
  readonly b: Value = new Value(0);
  readonly activation: Activation;

  constructor(inputs: number, options: NeuronOptions = {}) {
    super();
    const { activation = 'tanh', random = seededRandom(1337) } = options;
    this.w = Array.from({ length: inputs }, () => new Value(2 * random() - 1));
    this.activation = activation;
  }

  /** One number from as many as there are weights. */
  forward(x: readonly Operand[]): Value {
    if (x.length !== this.w.length) {
      throw new RangeError(`Neuron: expected ${this.w.length} inputs, got ${x.length}`);
    }
    const sum = this.w.reduce((total, w, i) => total.add(w.mul(x[i] ?? 0)), this.b);
    return activations[this.activation](sum);
  }

  override parameters(): Value[] {
    return [...this.w, this.b];
  }
}

/**
 * Neurons side by side, all with the same inputs.
 *
 * @example
 * const layer = new Layer(2, 3);
 * console.log(layer.forward([1, -1]).map((y) => y.data.toFixed(2)).join(' ')); // -0.01 0.32 0.10
 */
export class Layer extends Module {
  readonly neurons: readonly Neuron[];

  constructor(inputs: number, outputs: number, options: NeuronOptions = {}) {
    super();
    const shared = { random: seededRandom(1337), ...options };
    this.neurons = Array.from({ length: outputs }, () => new Neuron(inputs, shared));
  }

  /** One number per neuron. */
  forward(x: readonly Operand[]): Value[] {
    return this.neurons.map((neuron) => neuron.forward(x));
  }

  override parameters(): Value[] {
    return this.neurons.flatMap((neuron) => neuron.parameters());
  }
}

/**
 * A multi-layer perceptron: `new MLP(3, [4, 4, 1])` has 3 inputs, 2 layers of 4, and 1 output.
 *
 * @example
 * const network = new MLP(3, [4, 4, 1]);
 * console.log(network.parameters().length); // 41
 * const loss = network.predict([2, 3, -1]).sub(1).pow(2);
 * loss.backward();
 * for (const p of network.parameters()) p.data -= 0.01 * p.grad;
 * console.log(network.predict([2, 3, -1]).sub(1).pow(2).data < loss.data); // true
 */
export class MLP extends Module {
  readonly layers: readonly Layer[];

  constructor(inputs: number, outputs: readonly number[], options: MLPOptions = {}) {
    super();
    const { activation = 'tanh', outputActivation = activation } = options;
    const { random = seededRandom(1337) } = options;
    this.layers = outputs.map((size, i) => {
      const kind = i === outputs.length - 1 ? outputActivation : activation;
      return new Layer(outputs[i - 1] ?? inputs, size, { activation: kind, random });
    });
  }

  /** One number per neuron of the last layer. */
  forward(x: readonly Operand[]): Value[] {
    return this.layers.reduce((inputs, layer) => layer.forward(inputs), x.map(toValue));
  }

  /** The output of a network that has only one. */
  predict(x: readonly Operand[]): Value {
    const outputs = this.forward(x);
    const [y] = outputs;
    if (y === undefined || outputs.length > 1) {
      throw new RangeError(`MLP.predict: the network has ${outputs.length} outputs, use forward`);
    }
    return y;
  }

  override parameters(): Value[] {
    return this.layers.flatMap((layer) => layer.parameters());
  }
}
