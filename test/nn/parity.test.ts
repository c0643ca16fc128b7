/** Layers loaded with PyTorch's weights: outputs, all gradients, and the state afterwards. */

import { grad, nn, type Tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';
import { type FloatType, flattenTensors } from '../tensor/fixture-cases.js';
import {
  expectTensor,
  expectValues,
  layerTolerance,
  load,
  loadLeaf,
  readFixture,
  type StoredNumber,
  type StoredTensor,
} from '../tensor/fixture-tensor.js';

interface LayerCase {
  readonly layer: string;
  readonly kind: string;
  /** Of the constructor. */
  readonly args: readonly unknown[];
  readonly mode: 'train' | 'eval';
  readonly state: Readonly<Record<string, StoredTensor>>;
  readonly inputs: readonly StoredTensor[];
  /** What a recurrent layer starts from: [h], or [h, c]; else empty. */
  readonly initial: readonly StoredTensor[];
  /** Of `forward`; a mask is a stored tensor. */
  readonly options: Readonly<Record<string, StoredTensor>>;
  readonly outputs: readonly StoredTensor[];
  readonly cotangents: readonly (readonly StoredNumber[])[];
  readonly inputGradients: readonly (readonly StoredNumber[] | null)[];
  readonly gradients: Readonly<Record<string, readonly StoredNumber[]>>;
  readonly stateAfter: Readonly<Record<string, StoredTensor>>;
}

const cases = ['nn/layers', 'nn/windows-layers', 'nn/sequences-layers', 'nn/norms-layers'].flatMap(
  (name) => readFixture<LayerCase>(name),
);

/** Any module: layers differ in what `forward` takes. */
interface AnyLayer extends nn.Module {
  forward(...args: unknown[]): unknown;
}

function make(name: string, args: readonly unknown[]): AnyLayer {
  const layer: unknown = Reflect.get(nn, name);
  if (typeof layer !== 'function') throw new Error(`nn has no ${name}`);
  return Reflect.construct(layer, composites[name]?.(args) ?? args) as AnyLayer;
}

/** Modules made of others; the stored arguments say of which. */
const composites: { readonly [name: string]: (args: readonly unknown[]) => readonly unknown[] } = {
  Sequential: (parts) => (parts as [string, unknown[]][]).map(([name, args]) => make(name, args)),
  TransformerDecoder: ([width, heads, layers, options]) => [
    () => make('TransformerDecoderLayer', [width, heads, options]),
    layers,
  ],
  TransformerEncoder: ([width, heads, layers, options]) => [
    () => make('TransformerEncoderLayer', [width, heads, options]),
    layers,
  ],
};

function construct(row: LayerCase, float: FloatType): AnyLayer {
  const module = make(row.layer, row.args);
  module.to(float);
  expect(Object.keys(module.stateDict())).toEqual(Object.keys(row.state));
  module.loadStateDict(mapValues(row.state, (stored) => load(stored, float)));
  return row.mode === 'train' ? module.train() : module.eval();
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, f: (a: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}

function callForward(
  row: LayerCase,
  module: AnyLayer,
  inputs: readonly Tensor[],
  float: FloatType,
) {
  const initial = row.initial.map((stored) => load(stored, float));
  const state = initial.length === 1 ? initial : [initial];
  const options = mapValues(row.options, (stored) => load(stored, float));
  const args: unknown[] = [...inputs];
  if (initial.length > 0) args.push(...state);
  if (Object.keys(options).length > 0) args.push(options);
  return flattenTensors(module.forward(...args));
}

function expectGradients(
  row: LayerCase,
  module: AnyLayer,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  float: FloatType,
): void {
  const total = outputs
    .map((output, i) => {
      const shape = output.shape;
      return output.mul(load({ dtype: 'float64', shape, values: row.cotangents[i] ?? [] }, float));
    })
    .map((term) => term.sum())
    .reduce((sum, term) => sum.add(term));
  const parameters = [...module.namedParameters()];
  const differentiated = inputs.filter((input) => input.requiresGrad);
  const found = grad(total, [...differentiated, ...parameters.map(([, p]) => p)]);
  const stored = row.inputGradients.filter((values) => values !== null);
  stored.forEach((values, i) => {
    const gradient = found[i];
    if (gradient) expectValues(`gradient of input ${i}`, gradient, values, layerTolerance);
  });
  expect(parameters.map(([name]) => name)).toEqual(Object.keys(row.gradients));
  parameters.forEach(([name], i) => {
    const gradient = found[differentiated.length + i];
    const values = row.gradients[name];
    if (gradient && values) expectValues(`gradient of ${name}`, gradient, values, layerTolerance);
  });
}

function checkLayer(row: LayerCase, float: FloatType): void {
  const module = construct(row, float);
  const inputs = row.inputs.map((stored) => loadLeaf(stored, float));
  const outputs = callForward(row, module, inputs, float);
  expect(outputs.length).toBe(row.outputs.length);
  row.outputs.forEach((expected, i) => {
    const output = outputs[i];
    if (output) expectTensor(`output ${i}`, output, expected, float, layerTolerance);
  });
  expectGradients(row, module, inputs, outputs, float);
  const after = module.stateDict();
  for (const [key, expected] of Object.entries(row.stateAfter)) {
    const value = after[key];
    if (value) expectTensor(`${key} afterwards`, value, expected, float, layerTolerance);
  }
}

describe.each(['float64', 'float32'] as const)('%s', (float) => {
  for (const row of cases) {
    test(`${row.layer}: ${row.kind}`, () => checkLayer(row, float));
  }
});

/** Exports of `nn` that are modules without a stored case of their own, and why. */
const testedElsewhere: { readonly [name: string]: string } = {
  Module: 'the base class',
  ModuleList: 'has no forward',
  ModuleDict: 'has no forward',
  ParameterList: 'has no forward',
  ParameterDict: 'has no forward',
  ChannelShuffle: 'has no gradient in PyTorch 1.13; its function has cases',
  ZeroPad1d: 'is not in PyTorch 1.13; `pad` has cases',
  ZeroPad3d: 'is not in PyTorch 1.13; `pad` has cases',
  CircularPad1d: 'is not in PyTorch 1.13; `pad` has cases',
  CircularPad2d: 'is not in PyTorch 1.13; `pad` has cases',
  CircularPad3d: 'is not in PyTorch 1.13; `pad` has cases',
};

test('every layer has a case', () => {
  const covered = new Set(cases.map((row) => row.layer));
  const layers = Object.entries(nn)
    .filter(([, value]) => typeof value === 'function' && value.prototype instanceof nn.Module)
    .map(([name]) => name)
    // Lazy ones have a test of their own, beside their twins.
    .filter((name) => !name.endsWith('Loss') && !name.startsWith('Lazy'));
  expect(layers.filter((name) => !covered.has(name) && !(name in testedElsewhere))).toEqual([]);
});
