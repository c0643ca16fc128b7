/**
 * Tour 24: a neuron, a layer and a network, written on top of the engine in forty lines; then
 * compared with the library's. Run: npx tsx examples/tour/24-neuron-layer-network.ts
 */

import * as scalar from 'chainrule/scalar';
import { drawGraph } from 'chainrule/viz';

type Value = scalar.Value;

/** Numbers between -1 and 1, the same on every run. */
const random = scalar.seededRandom(1337);
const weight = (): Value => new scalar.Value(2 * random() - 1);

/** tanh(w . x + b). */
class Neuron {
  readonly w: Value[];
  readonly b = new scalar.Value(0);
  constructor(inputs: number) {
    this.w = Array.from({ length: inputs }, weight);
  }
  forward(x: readonly (Value | number)[]): Value {
    return this.w.reduce((sum, w, i) => sum.add(w.mul(x[i] ?? 0)), this.b).tanh();
  }
  parameters(): Value[] {
    return [...this.w, this.b];
  }
}

/** Neurons side by side: each gets all inputs, and gives one output. */
class Layer {
  readonly neurons: Neuron[];
  constructor(inputs: number, outputs: number) {
    this.neurons = Array.from({ length: outputs }, () => new Neuron(inputs));
  }
  forward(x: readonly (Value | number)[]): Value[] {
    return this.neurons.map((neuron) => neuron.forward(x));
  }
  parameters(): Value[] {
    return this.neurons.flatMap((neuron) => neuron.parameters());
  }
}

/** Layers in a row: the outputs of one are the inputs of the next. */
class MLP {
  readonly layers: Layer[];
  constructor(inputs: number, outputs: readonly number[]) {
    this.layers = outputs.map((size, i) => new Layer(outputs[i - 1] ?? inputs, size));
  }
  forward(x: readonly (Value | number)[]): Value[] {
    let values = x.map((each) => (each instanceof scalar.Value ? each : new scalar.Value(each)));
    for (const layer of this.layers) values = layer.forward(values);
    return values;
  }
  parameters(): Value[] {
    return this.layers.flatMap((layer) => layer.parameters());
  }
}

const neuron = new Neuron(2);
console.log(`a neuron of 2 inputs: ${neuron.parameters().length} parameters`);
console.log(`a layer of 4 with 3 inputs: ${new Layer(3, 4).parameters().length}`);
const model = new MLP(3, [4, 4, 1]);
console.log(
  `MLP(3, [4, 4, 1]): 4 * (3 + 1) + 4 * (4 + 1) + 1 * (4 + 1) = ${model.parameters().length}`,
);

// The library's network with our weights gives our output, and our gradients.
const library = new scalar.MLP(3, [4, 4, 1]);
library.parameters().forEach((p, i) => {
  p.data = model.parameters()[i]?.data ?? 0;
});
const x = [2, 3, -1];
const [y = new scalar.Value(0)] = model.forward(x);
const [z = new scalar.Value(0)] = library.forward(x);
y.backward();
z.backward();
const same = model.parameters().every((p, i) => p.grad === library.parameters()[i]?.grad);
console.log(`one prediction: ${y.data.toFixed(4)}, the library's ${z.data.toFixed(4)}`);
console.log(`all 41 gradients are the same: ${same}`);

// One neuron as a graph, with names and gradients: the sum of the products begins with the bias.
const inputs = [new scalar.Value(2).named('x1'), new scalar.Value(-1).named('x2')];
neuron.w.forEach((each, i) => {
  each.named(`w${i + 1}`);
});
neuron.b.named('b');
const out = neuron.forward(inputs).named('o');
out.backward();
console.log(await drawGraph(out).save('runs/tour/24-neuron-layer-network.svg'));
