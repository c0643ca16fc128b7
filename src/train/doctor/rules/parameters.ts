/**
 * Mistakes with parameters: which the optimizer has, which the model lists, which the loss reaches.
 */

import { Embedding } from '../../../nn/index.js';
import type { Node } from '../watch/forward-watch.js';
import { type Rule, type Sample, Streaks } from '../watch/sample.js';

/** A branch may be left out of a step or two; out of three that were looked at it is no branch. */
const STEPS_WITHOUT = 3;

function heldByOptimizer({ optimizers }: Sample): ReadonlySet<object> {
  return new Set(optimizers.flatMap(({ paramGroups }) => paramGroups.flatMap((g) => g.params)));
}

/** A parameter that trains and that no optimizer has. */
export const optimizerMissesParameter: Rule = {
  isEarly: true,
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
    isEarly: true,
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
 * A leaf that the model uses in its forward pass and does not list: a layer in a Set or a private
 * field, or one that is made anew in every pass. What only the loss uses, such as another network,
 * and what goes in as an argument is not the model's.
 */
export const parameterUnregistered: Rule = {
  isEarly: true,
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

/** Rows of a weight that are equal, and get equal gradients, so that they stay so. */
export const symmetricWeights: Rule = {
  isEarly: true,
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
