/** Batches of any form: tensors alone, in lists and in records, taken apart and put together. */

import { ValueError } from '../../errors.js';
import type { Module } from '../../nn/index.js';
import { Tensor } from '../../tensor/index.js';

/** Tensors alone, in lists, in records, and in lists and records of those. */
export type TensorTree = Tensor | readonly TensorTree[] | { readonly [name: string]: TensorTree };

/**
 * A batch as a training uses it: inputs `[N, ...]`, and what should come out `[N, ...]`; each a
 * tensor, a list of tensors or a record of tensors.
 */
export type Batch<
  Input extends TensorTree = Tensor,
  Target extends TensorTree = Tensor,
> = readonly [input: Input, target: Target];

/** Where batches come from, such as a `DataLoader`: one `for await` is one epoch. */
export interface BatchSource<B extends TensorTree = Batch> extends AsyncIterable<B> {
  /** Number of batches in an epoch. */
  readonly length: number;
  /** Number of the epoch that the next loop runs, from 0. */
  epoch: number;
}

/** What a model's `forward` is called with: a list as its arguments, anything else as the one. */
export type ArgumentsOf<Input> = Input extends readonly TensorTree[] ? Input : readonly [Input];
/** The inputs of a batch. */
export type InputOf<B> = B extends readonly [infer Input, unknown] ? Input : never;
/** The targets of a batch. */
export type TargetOf<B> = B extends readonly [unknown, infer Target] ? Target : never;

/** A model for batches of this form: inputs in a list are its arguments. */
export interface ModelFor<B, Prediction> extends Module {
  forward(...inputs: ArgumentsOf<InputOf<B>>): Prediction;
}

/** Every tensor of a batch, in order. */
export function tensorsOf(tree: TensorTree): Tensor[] {
  if (tree instanceof Tensor) return [tree];
  return Object.values(tree).flatMap(tensorsOf);
}

/** A tree of the same form with other tensors, taken in order. */
export function withTensors<Tree extends TensorTree>(tree: Tree, tensors: Iterator<Tensor>): Tree {
  const rebuild = (part: TensorTree): TensorTree => {
    if (part instanceof Tensor) return tensors.next().value ?? part;
    if (Array.isArray(part)) return part.map(rebuild);
    return Object.fromEntries(Object.entries(part).map(([name, item]) => [name, rebuild(item)]));
  };
  return rebuild(tree) as Tree;
}

/** How many samples a batch has: the first size of its last tensor, 1 for one without dims. */
export function samplesOf(batch: TensorTree): number {
  return tensorsOf(batch).at(-1)?.shape[0] ?? 1;
}

/** Input and target of a batch that has both. @throws ValueError for a batch of another form. */
export function inputAndTarget<B>(batch: B): readonly [InputOf<B>, TargetOf<B>] {
  if (Array.isArray(batch) && batch.length === 2) {
    return batch as unknown as readonly [InputOf<B>, TargetOf<B>];
  }
  throw new ValueError(
    'Trainer: a batch must be [input, target] for a loss of prediction and target. For batches of ' +
      'another form give trainingStep: (batch) => loss instead of loss',
  );
}

/** What the model predicts for an input. */
export function predictionOf<B, Prediction>(
  model: ModelFor<B, Prediction>,
  input: InputOf<B>,
): Prediction {
  const args = Array.isArray(input) ? input : [input];
  return model.forward(...(args as unknown as ArgumentsOf<InputOf<B>>));
}

/** A prediction without its graph: a tensor, or a tree of tensors. */
export function detachedTree<Prediction>(prediction: Prediction): Prediction {
  const tree = prediction as unknown as TensorTree;
  const detached = tensorsOf(tree).map((part) => part.detach());
  return withTensors(tree, detached[Symbol.iterator]()) as unknown as Prediction;
}
