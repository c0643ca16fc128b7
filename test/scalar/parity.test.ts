/**
 * The scalar engine, the tensor engine and PyTorch give the same numbers: 1,000 random expressions,
 * and networks while they are trained. PyTorch's are stored by scripts/fixtures/scalar_engine.py.
 */

import { readFileSync } from 'node:fs';
import { noGrad, realize, type Tensor, tensor } from 'chainrule';
import { type Activation, MLP, type Operand, Value } from 'chainrule/scalar';
import { describe, expect, it } from 'vitest';

type Step = readonly [op: string, first: number, second?: number];

interface Expression {
  readonly inputs: readonly number[];
  readonly steps: readonly Step[];
  readonly value: number;
  readonly grads: readonly number[];
}

interface Network {
  readonly sizes: readonly number[];
  readonly activation: Activation;
  readonly output: Activation;
  readonly layers: readonly (readonly [weight: number[][], bias: number[]])[];
  readonly xs: readonly (readonly number[])[];
  readonly ys: readonly number[];
  readonly losses: readonly number[];
  readonly trained: readonly (readonly (number | readonly number[])[])[];
}

function read<T>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`../fixtures/scalar/${name}.json`, import.meta.url), 'utf8'),
  );
}

/** What both engines can do with a number, so that one function runs an expression on either. */
interface Engine<T> {
  add(other: T): T;
  sub(other: T): T;
  mul(other: T): T;
  div(other: T): T;
  pow(exponent: number): T;
  neg(): T;
  exp(): T;
  log(): T;
  tanh(): T;
  sigmoid(): T;
  relu(): T;
}

const unary = ['neg', 'exp', 'log', 'tanh', 'sigmoid', 'relu'] as const;
const binary = ['add', 'sub', 'mul', 'div'] as const;

function run<T extends Engine<T>>({ steps }: Expression, inputs: readonly T[]): T {
  const values = [...inputs];
  for (const [op, first, second = 0] of steps) {
    const x = values[first] as T;
    const one = unary.find((name) => name === op);
    const two = binary.find((name) => name === op);
    if (one !== undefined) values.push(x[one]());
    else if (two !== undefined) values.push(x[two](values[second] as T));
    else values.push(x.pow(second));
  }
  return values.at(-1) as T;
}

/** Equal up to 1e-12 of the larger of 1 and the number. */
function expectEqual(actual: readonly number[], expected: readonly number[], what: string): void {
  expected.forEach((number, i) => {
    const error = Math.abs((actual[i] ?? Number.NaN) - number);
    if (!(error <= 1e-12 * Math.max(1, Math.abs(number)))) {
      expect.fail(`${what}, number ${i}: ${actual[i]} instead of ${number}`);
    }
  });
  expect(actual).toHaveLength(expected.length);
}

describe('random expressions', () => {
  const expressions = read<Expression[]>('expressions');

  it('there are 1,000', () => expect(expressions).toHaveLength(1000));

  it('scalars', () => {
    for (const [i, expression] of expressions.entries()) {
      const inputs = expression.inputs.map((x) => new Value(x));
      const result = run(expression, inputs);
      result.backward();
      const numbers = [result.data, ...inputs.map(({ grad }) => grad)];
      expectEqual(numbers, [expression.value, ...expression.grads], `expression ${i}`);
    }
  });

  it('tensors', () => {
    const rows = expressions.map((expression) => {
      const inputs = expression.inputs.map((x) =>
        tensor(x, { dtype: 'float64', requiresGrad: true }),
      );
      const result = run<Tensor>(expression, inputs);
      result.backward();
      return { result, inputs };
    });
    for (const [i, { result, inputs }] of rows.entries()) {
      const { value, grads } = expressions[i] as Expression;
      const numbers = [result.item(), ...inputs.map(({ grad }) => grad?.item() ?? 0)];
      expectEqual(numbers, [value, ...grads], `expression ${i}`);
    }
  }, 120_000);
});

/** The weights of a scalar network, in the order of its parameters. */
function flatten(layers: Network['layers']): number[] {
  return layers.flatMap(([weight, bias]) => weight.flatMap((row, i) => [...row, bias[i] ?? 0]));
}

function trainScalars(network: Network): { losses: number[]; weights: number[] } {
  const { sizes, activation, output: outputActivation, xs, ys, layers } = network;
  const model = new MLP(sizes[0] ?? 0, sizes.slice(1), { activation, outputActivation });
  flatten(layers).forEach((weight, i) => {
    const parameter = model.parameters()[i];
    if (parameter !== undefined) parameter.data = weight;
  });
  const losses = network.losses.map(() => {
    const errors = xs.map((x: readonly Operand[], i) =>
      model
        .predict(x)
        .sub(ys[i] ?? 0)
        .pow(2),
    );
    const loss = errors.reduce((a, b) => a.add(b));
    model.zeroGrad();
    loss.backward();
    for (const p of model.parameters()) p.data -= 0.02 * p.grad;
    return loss.data;
  });
  return { losses, weights: model.parameters().map(({ data }) => data) };
}

function trainTensors(network: Network): { losses: number[]; weights: Tensor[] } {
  const { activation, output, xs, ys, layers } = network;
  const options = { dtype: 'float64', requiresGrad: true } as const;
  const parameters = layers.flat().map((values) => tensor(values, options));
  const x = tensor(xs, { dtype: 'float64' });
  const y = tensor(ys, { dtype: 'float64' }).unsqueeze(1);
  const activate = (value: Tensor, kind: Activation): Tensor =>
    kind === 'linear' ? value : value[kind]();
  const losses = network.losses.map(() => {
    let out = x;
    for (let i = 0; i < parameters.length; i += 2) {
      const [weight, bias] = parameters.slice(i, i + 2) as [Tensor, Tensor];
      const last = i === parameters.length - 2;
      out = activate(out.matmul(weight.transpose(0, 1)).add(bias), last ? output : activation);
    }
    const loss = out.sub(y).square().sum();
    for (const p of parameters) p.zeroGrad();
    loss.backward();
    noGrad(() => {
      for (const p of parameters) if (p.grad !== null) p.assign(p.sub(p.grad.mul(0.02)));
    });
    realize(parameters);
    return loss.item();
  });
  return { losses, weights: parameters };
}

describe('networks in training', () => {
  it.each(read<Network[]>('networks'))('$sizes, $activation', (network) => {
    const scalars = trainScalars(network);
    const tensors = trainTensors(network);
    const trained = network.trained.flat(2) as number[];
    expectEqual(scalars.losses, network.losses, 'losses of scalars');
    expectEqual(tensors.losses, network.losses, 'losses of tensors');
    const pairs = network.layers.map((_, i) => network.trained.slice(2 * i, 2 * i + 2));
    expectEqual(scalars.weights, flatten(pairs as never), 'weights of scalars');
    const flat = tensors.weights.flatMap((weight) => [...weight.toTypedArray()]);
    expectEqual(flat, trained, 'weights of tensors');
  });
});
