/** The form of a gradient rule: from the gradient of a node's value to those of its inputs. */

import type { Node, NodeOf } from '../../graph/node.js';
import type { OpName, Ops } from '../../graph/ops.js';

/** One gradient, or null, for each input. */
export type Grads<Inputs extends readonly Node[]> = { readonly [I in keyof Inputs]: Node | null };

/** Builds the gradients of the inputs out of `grad`, which has the shape of `node`. */
export type GradRule<K extends OpName> = (grad: Node, node: NodeOf<K>) => Grads<Ops[K]['inputs']>;

/** Says why an op has no gradient. */
export interface NoGrad {
  readonly reason: string;
}

/** Marks an op whose inputs receive nothing. */
export function noGrad(reason: string): NoGrad {
  return { reason };
}

/** Rules of one family of ops. */
export type RulesOf<K extends OpName> = { readonly [Op in K]: GradRule<Op> | NoGrad };
