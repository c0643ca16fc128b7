/**
 * `summary`: the table of a model, as Keras and torchinfo print it. Shapes and multiply-adds are
 * read from the expression that a forward pass builds, so nothing large is computed.
 */

import { ValueError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import { bytesOf } from '../graph/dtype.js';
import type { Node } from '../graph/node.js';
import { numel, show } from '../graph/shape.js';
import type { Module } from '../nn/index.js';
import * as signatures from '../signatures/viz.js';
import type { Tensor } from '../tensor/index.js';
import { type ModuleCall, type Trace, traceModules } from './graph/trace-modules.js';
import { type InputLike, makeInputs } from './model-input.js';
import { showBytes, showCount } from './style/number.js';

/** One call of one module. */
export interface SummaryRow {
  /** Its name in the model, such as `encoder.layers.0`; `''` for the model itself. */
  readonly name: string;
  /** Its class. */
  readonly type: string;
  /** How many modules it is in. */
  readonly depth: number;
  /** Shapes of what came out; empty for a module that was not called. */
  readonly outputShapes: readonly (readonly number[])[];
  /** Numbers in its own parameters, without those of modules inside; 0 when counted before. */
  readonly parameters: number;
  /** Multiplications with an addition, in matrix products and convolutions of its own. */
  readonly multiplyAdds: number;
}

/** Sums over a model. */
export interface SummaryTotals {
  readonly parameters: number;
  readonly trainable: number;
  readonly multiplyAdds: number;
  readonly inputBytes: number;
  /** Outputs of all modules that hold no other, which training keeps for the way back. */
  readonly activationBytes: number;
  /** Parameters and buffers. */
  readonly parameterBytes: number;
}

/**
 * The table of a model: its rows, its sums, and `toString()`, which the console uses too.
 *
 * @example
 * const table = String(summary(new nn.Linear(64, 10), [1, 64]));
 * console.log(table.includes('650')); // true
 */
export class ModelSummary {
  readonly rows: readonly SummaryRow[];
  readonly totals: SummaryTotals;

  constructor(rows: readonly SummaryRow[], totals: SummaryTotals) {
    signatures.ModelSummary.check(arguments);
    this.rows = rows;
    this.totals = totals;
  }

  /** The table as text. */
  toString(): string {
    return writeTable(this);
  }

  static {
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    Object.defineProperty(ModelSummary.prototype, inspect, {
      value: ModelSummary.prototype.toString,
    });
  }
}

const op = 'summary';

function bytesIn(tensors: readonly Tensor[]): number {
  return tensors.reduce((sum, { numel: count, dtype }) => sum + count * bytesOf(dtype), 0);
}

function countOf(tensors: readonly Tensor[]): number {
  return tensors.reduce((sum, one) => sum + one.numel, 0);
}

/** Multiply-adds of a contraction: one for each element and each term of its sum. */
function multiplyAddsOf(node: Node): number {
  if (node.op !== 'contract') return 0;
  const { batch, m, k, aTransposed } = node.attrs;
  const first = aTransposed ? batch : batch + m;
  return numel(node.shape) * numel(node.inputs[0].shape.slice(first, first + k));
}

/** Parameters that a module holds itself, by the names of all. */
function ownParameters(model: Module): Map<Module, Tensor[]> {
  const inside = new Map<Module, Tensor[]>();
  const counted = new Set<Tensor>();
  // The innermost holder of a parameter is the last one that lists it, holders come first.
  for (const module of model.modules().toReversed()) {
    const own = module.parameters().filter((one) => !counted.has(one));
    for (const one of own) counted.add(one);
    inside.set(module, own);
  }
  return inside;
}

function depthOf({ parent }: ModuleCall): number {
  let depth = 0;
  for (let above = parent; above !== null; above = above.parent) depth += 1;
  return depth;
}

function rowsOf(model: Module, { calls, makers }: Trace): SummaryRow[] {
  const work = new Map<ModuleCall, number>();
  for (const [node, call] of makers) work.set(call, (work.get(call) ?? 0) + multiplyAddsOf(node));
  const own = ownParameters(model);
  const seen = new Set<Module>();
  const rows = calls.map((call) => {
    const { name, module, outputs } = call;
    const parameters = seen.has(module) ? 0 : countOf(own.get(module) ?? []);
    seen.add(module);
    const outputShapes = outputs.map(({ shape }) => shape);
    const facts = { name, type: module.constructor.name, depth: depthOf(call), outputShapes };
    return { ...facts, parameters, multiplyAdds: work.get(call) ?? 0 };
  });
  for (const [name, module] of model.namedModules()) {
    const parameters = countOf(own.get(module) ?? []);
    if (seen.has(module) || parameters === 0) continue;
    const type = module.constructor.name;
    rows.push({ name, type, depth: 1, outputShapes: [], parameters, multiplyAdds: 0 });
  }
  return rows;
}

function totalsOf(model: Module, inputs: readonly Tensor[], trace: Trace): SummaryTotals {
  const parameters = model.parameters();
  const holders = new Set(trace.calls.map(({ parent }) => parent));
  const innermost = trace.calls.filter((call) => !holders.has(call));
  let multiplyAdds = 0;
  for (const node of trace.makers.keys()) multiplyAdds += multiplyAddsOf(node);
  return {
    parameters: countOf(parameters),
    trainable: countOf(parameters.filter(({ requiresGrad }) => requiresGrad)),
    multiplyAdds,
    inputBytes: bytesIn(inputs),
    activationBytes: bytesIn(innermost.flatMap(({ outputs }) => outputs)),
    parameterBytes: bytesIn([...parameters, ...model.buffers()]),
  };
}

/** Names without those of the modules around, which stand in the rows above. */
function shortNames(rows: readonly SummaryRow[]): string[] {
  const around: string[] = [];
  return rows.map(({ name, depth }) => {
    const prefix = depth > 0 && around[depth - 1] ? `${around[depth - 1]}.` : '';
    around[depth] = name;
    return name.startsWith(prefix) ? name.slice(prefix.length) : name;
  });
}

function cellsOf(row: SummaryRow, name: string): string[] {
  const { type, depth, outputShapes, parameters, multiplyAdds } = row;
  const count = (x: number): string => (x === 0 ? '–' : showCount(x));
  return [
    `${'  '.repeat(depth)}${name === '' ? '' : `${name}: `}${type}`,
    outputShapes.map(show).join(' ') || 'not called',
    count(parameters),
    count(multiplyAdds),
  ];
}

/** Columns aligned, the first two to the left, numbers to the right. */
function writeTable({ rows, totals }: ModelSummary): string {
  const head = ['Layer', 'Output shape', 'Parameters', 'Multiply-adds'];
  const names = shortNames(rows);
  const cells = [head, ...rows.map((row, i) => cellsOf(row, names[i] ?? ''))];
  const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('   '),
  );
  const rule = '─'.repeat(Math.max(...lines.map((line) => line.length)));
  const { parameters, trainable, multiplyAdds } = totals;
  const { inputBytes, activationBytes, parameterBytes } = totals;
  return [
    ...lines.slice(0, 1),
    rule,
    ...lines.slice(1),
    rule,
    `Parameters: ${showCount(parameters)} (${showCount(trainable)} trainable, ` +
      `${showCount(parameters - trainable)} not)`,
    `Multiply-adds: ${showCount(multiplyAdds)}`,
    `Memory: input ${showBytes(inputBytes)}, outputs ${showBytes(activationBytes)}, ` +
      `parameters ${showBytes(parameterBytes)}`,
  ].join('\n');
}

/**
 * The table of a model for an input: a row for each module call with output shapes, parameters and
 * multiply-adds, and the sums. `input` is a shape (float32), a tensor (say of indices), or a list
 * of them, one for each argument of `forward`. The model is run as in `eval()`; it, and the random
 * stream, are as before afterwards.
 * @throws ValueError without an input; and what `forward` throws when the input does not fit.
 * @example
 * const model = new nn.Sequential(new nn.Linear(64, 128), new nn.ReLU(), new nn.Linear(128, 10));
 * const { rows, totals } = summary(model, [1, 64]);
 * console.log(rows.length, totals.parameters); // 4 9610
 */
export function summary(model: Module, input: InputLike): ModelSummary {
  if (typeof model?.namedModules !== 'function') {
    throw new ValueError(`${op}: expected a module, got ${typeof model}`);
  }
  refuseForeign(op, model, 'module');
  const inputs = makeInputs(op, input);
  const trace = traceModules(model, inputs);
  return new ModelSummary(rowsOf(model, trace), totalsOf(model, inputs, trace));
}
