/** Mistakes that show in how the parts are put together: parameters, optimisers, modes, reshapes. */

import {
  BatchNorm1d,
  BatchNorm2d,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  Dropout,
  Embedding,
  GRU,
  Linear,
  LSTM,
  type Module,
  MultiheadAttention,
  type Parameter,
  RNN,
} from '../../../nn/index.js';
import { type Rule, type Sample, Streaks } from '../sample.js';
import type { Node } from '../watch/forward-watch.js';

/** A branch may be left out of a step or two; out of three that were looked at it is no branch. */
const STEPS_WITHOUT = 3;

/** Whether a module computes something else in evaluation. */
export function dependsOnMode(module: Module): boolean {
  if (module instanceof BatchNorm1d || module instanceof BatchNorm2d) return true;
  if (module instanceof Dropout) return module.p > 0;
  const isRecurrent = module instanceof RNN || module instanceof LSTM || module instanceof GRU;
  return (isRecurrent || module instanceof MultiheadAttention) && module.dropout > 0;
}

function heldByOptimizer({ optimizers }: Sample): ReadonlySet<object> {
  return new Set(optimizers.flatMap(({ paramGroups }) => paramGroups.flatMap((g) => g.params)));
}

/** A parameter that trains and that no optimizer has. */
export const optimizerMissesParameter: Rule = {
  codes: ['optimizer-misses-parameter'],
  look: (sample, report) => {
    const held = heldByOptimizer(sample);
    const missing = sample.parameters.filter(([, p]) => p.requiresGrad && !held.has(p));
    const [first] = missing;
    if (first !== undefined) {
      const names = missing.map(([name]) => name).join(', ');
      report('optimizer-misses-parameter', names, { parameter: first[0] });
    }
    return null;
  },
};

/** Handles of the leaves that the loss was computed from. */
function leavesOf({ nodes }: Sample): ReadonlySet<object> {
  return new Set(nodes.flatMap(({ isLeaf, ties }) => (isLeaf ? (ties?.sink ?? []) : [])));
}

/** A parameter that neither the loss nor any gradient reaches, in several steps in a row. */
export function parameterWithoutGradient(): Rule {
  const streaks = new Streaks();
  return {
    codes: ['parameter-without-gradient'],
    look: (sample, report) => {
      if (sample.graph === null) return null;
      const reached = leavesOf(sample);
      const without = sample.parameters.filter(([name, parameter]) => {
        const isOut = parameter.requiresGrad && !reached.has(parameter) && parameter.grad === null;
        return streaks.note(name, isOut) >= STEPS_WITHOUT;
      });
      const [first] = without;
      if (first !== undefined) {
        const names = without.map(([name]) => name).join(', ');
        report('parameter-without-gradient', names, { parameter: first[0] });
      }
      return null;
    },
  };
}

/**
 * A leaf that the model uses in its forward pass and does not list: a layer in a Map or a private
 * field, or one that is made anew in every pass. What only the loss uses, such as another network, and
 * what goes in as an argument is not the model's.
 */
export const parameterUnregistered: Rule = {
  codes: ['parameter-unregistered'],
  look: (sample, report) => {
    const known = new Set<object>([
      ...heldByOptimizer(sample),
      ...sample.parameters.map(([, parameter]) => parameter),
    ]);
    const given = new Set<Node>(sample.calls.flatMap(({ inputs }) => inputs));
    for (const node of sample.nodes) {
      const call = sample.makers.get(node);
      if (call === undefined) continue;
      const leaf = node.inputs.find(
        (input) =>
          input.isLeaf && input.requiresGrad && !given.has(input) && !known.has(sinkOf(input)),
      );
      if (leaf === undefined) continue;
      const name = call.name === '' ? 'the model itself' : call.name;
      const detail = `a tensor of shape [${leaf.shape.join(', ')}], used by ${name}`;
      report('parameter-unregistered', detail, { module: call.name });
      return null;
    }
    return null;
  },
};

function sinkOf(node: Node): object {
  return node.ties?.sink ?? node;
}

/** All layers that know two modes are in evaluation while the loss is differentiated. */
export const trainingInEvalMode: Rule = {
  codes: ['training-in-eval-mode'],
  look: ({ calls, graph, model }, report) => {
    if (graph === null || model.training) return null;
    const layers = calls.filter(({ module }) => dependsOnMode(module));
    const [first] = layers;
    if (first !== undefined && layers.every(({ isTraining }) => !isTraining)) {
      const kind = first.module.constructor.name;
      report('training-in-eval-mode', `${first.name} (${kind})`, { module: first.name });
    }
    return null;
  },
};

function biasOf(module: Module): Parameter | null {
  const hasBias =
    module instanceof Linear ||
    module instanceof Conv1d ||
    module instanceof Conv2d ||
    module instanceof ConvTranspose2d;
  return hasBias ? module.bias : null;
}

/** A layer with a bias whose output goes into a batch normalisation as it is. */
export const biasBeforeNorm: Rule = {
  codes: ['bias-before-norm'],
  look: ({ calls }, report) => {
    const norms = calls.filter(
      ({ module }) => module instanceof BatchNorm1d || module instanceof BatchNorm2d,
    );
    for (const norm of norms) {
      const before = calls.find(
        ({ module, outputs }) =>
          biasOf(module)?.requiresGrad && outputs.some((node) => norm.inputs.includes(node)),
      );
      if (before === undefined) continue;
      const detail = `${before.name}, then ${norm.name}`;
      report('bias-before-norm', detail, { module: before.name, parameter: `${before.name}.bias` });
      break;
    }
    return null;
  },
};

/** The shapes that a row of reshapes went through before this one. */
function reshapedFrom(node: Node): (readonly number[])[] {
  const shapes: (readonly number[])[] = [];
  let source = node;
  while (source.op === 'reshape') {
    const [input]: readonly (Node | undefined)[] = source.inputs;
    // Of a value that was computed already nobody knows where it came from.
    if (input === undefined) break;
    shapes.push(input.shape);
    source = input;
  }
  return shapes;
}

const isMoved = (from: readonly number[], to: readonly number[]): boolean => {
  const [a, b] = [from, to].map((shape) => shape.filter((size) => size !== 1));
  if (a === undefined || b === undefined || a.length < 2) return false;
  const sorted = (sizes: readonly number[]): string => sizes.toSorted((x, y) => x - y).join();
  return a.join() !== b.join() && sorted(a) === sorted(b);
};

/** Layers whose own reshapes are right, whatever their sizes are. */
function isOurs(module: Module): boolean {
  return module instanceof MultiheadAttention || biasOf(module) !== null;
}

/** A reshape to the same sizes in another order: `[N, H, W, C]` to `[N, C, H, W]`. */
export const reshapeForPermute: Rule = {
  codes: ['reshape-for-permute'],
  look: ({ nodes, inputs, makers }, report) => {
    const seen = new Set([...nodes, ...inputs.map(({ node }) => node)]);
    for (const node of seen) {
      if (node.op !== 'reshape') continue;
      const call = makers.get(node);
      if (call !== undefined && isOurs(call.module)) continue;
      const shape = reshapedFrom(node).find((from) => isMoved(from, node.shape));
      if (shape === undefined) continue;
      const detail = `from [${shape.join(', ')}] to [${node.shape.join(', ')}]`;
      report('reshape-for-permute', detail, call === undefined ? {} : { module: call.name });
      return null;
    }
    return null;
  },
};

/** Rows of a weight that are equal, and get equal gradients, so that they stay so. */
export const symmetricWeights: Rule = {
  codes: ['symmetric-weights'],
  look: ({ parameters, step, model }, report) => {
    // At the first step a last layer of zeros is as it should be; its rows differ afterwards.
    if (step < 2) return null;
    const tables = new Set<object>(
      model.modules().flatMap((module) => (module instanceof Embedding ? module.weight : [])),
    );
    const weights = parameters.flatMap(([name, weight]) => {
      const isMatrix = weight.ndim >= 2 && (weight.shape[0] ?? 1) > 1 && !tables.has(weight);
      const { grad } = weight;
      return isMatrix && grad !== null ? [{ name, weight, grad }] : [];
    });
    const ask = weights.flatMap(({ weight, grad }) =>
      [weight, grad].map((x) =>
        x
          .sub(x.slice(0, 0, 1))
          .abs()
          .max(),
      ),
    );
    return {
      ask,
      judge: (answers) => {
        const found = weights.find(
          (_, i) => answers[2 * i]?.[0] === 0 && answers[2 * i + 1]?.[0] === 0,
        );
        if (found === undefined) return;
        const { name, weight } = found;
        const detail = `${name}, ${weight.shape[0]} equal rows`;
        report('symmetric-weights', detail, { parameter: name });
      },
    };
  },
};
