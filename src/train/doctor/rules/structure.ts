/** Mistakes that show in how the layers are put together: modes, biases, reshapes. */

import { type Module, MultiheadAttention } from '../../../nn/index.js';
import type { Node } from '../watch/forward-watch.js';
import { biasOf, dependsOnMode, isBatchNorm } from '../watch/layer-kinds.js';
import type { Rule } from '../watch/sample.js';

/** All layers that know two modes are in evaluation while the loss is differentiated. */
export const trainingInEvalMode: Rule = {
  isEarly: true,
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

/** A layer with a bias whose output goes into a batch normalisation as it is. */
export const biasBeforeNorm: Rule = {
  isEarly: true,
  codes: ['bias-before-norm'],
  look: ({ calls }, report) => {
    const norms = calls.filter(({ module }) => isBatchNorm(module));
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
  isEarly: true,
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
