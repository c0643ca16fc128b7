/**
 * Every function where it meets an edge of its numbers, against PyTorch: zeros of both signs, ties,
 * infinities, NaN, huge, tiny and denormal numbers; values, gradients and gradients of these.
 */

import * as chainrule from 'chainrule';
import { grad, nn, type Tensor } from 'chainrule';
import { describe, test } from 'vitest';
import {
  expectDerivative,
  functionOf,
  type Op,
  type OpCase,
  readCases,
  resolve,
} from './fixture-cases.js';
import { expectTensor, load, loadLeaf, opTolerance, type StoredNumber } from './fixture-tensor.js';

/** For each input a list of numbers, null where PyTorch has none. */
type PerInput = readonly (readonly StoredNumber[] | null)[];

interface EdgeCase extends OpCase {
  /** Cotangents of the gradients, and the gradients that they give. */
  readonly turns?: PerInput;
  readonly seconds?: PerInput;
}

function opOf(name: string): Op {
  const found =
    functionOf(nn.functional, name) ?? functionOf(chainrule, name === 'var' ? 'variance' : name);
  if (found === null) throw new Error(`no function ${name}`);
  return found;
}

/** sum(x * cotangent) for those that have one. */
function dotted(tensors: readonly Tensor[], cotangents: PerInput): Tensor | null {
  let total: Tensor | null = null;
  tensors.forEach((x, i) => {
    const values = cotangents[i];
    if (!values) return;
    const { shape, dtype } = x;
    const term = x.mul(load({ shape, values, dtype }, 'float64')).sum();
    total = total?.add(term) ?? term;
  });
  return total;
}

function checkEdges(row: EdgeCase): void {
  const all = row.inputs.map((x) =>
    x.constant === true ? load(x, 'float64') : loadLeaf(x, 'float64'),
  );
  const result = opOf(row.op)(...row.args.map((argument) => resolve(argument, all))) as Tensor;
  const [expected] = row.outputs;
  if (expected) expectTensor('value', result, expected, 'float64', opTolerance);
  const leaves = all.filter((x) => x.requiresGrad);
  const ofLeaves = (rows: PerInput = []): PerInput => rows.filter((_, i) => all[i]?.requiresGrad);
  const total = dotted([result], row.cotangents ?? []);
  if (row.gradients === undefined || total === null) return;
  const gradients = grad(total, leaves);
  ofLeaves(row.gradients).forEach((values, i) => {
    const gradient = gradients[i];
    if (values && gradient) expectDerivative(`gradient ${i}`, gradient, values);
  });
  const again = dotted(gradients, ofLeaves(row.turns));
  const seconds = ofLeaves(row.seconds);
  if (again === null || seconds.every((values) => values === null)) return;
  grad(again, leaves).forEach((second, i) => {
    const values = seconds[i];
    if (values) expectDerivative(`second gradient ${i}`, second, values);
  });
}

const cases = readCases('ops/edges') as readonly EdgeCase[];
const names = [...new Set(cases.map(({ op }) => op))];
describe.each(names)('%s', (op) => {
  for (const row of cases) if (row.op === op) test(row.kind, () => checkEdges(row));
});
