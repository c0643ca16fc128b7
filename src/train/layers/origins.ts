/** What a tensor is made of, in terms of modules: through the ops between them, such as a sum. */

import type { Node } from '../../graph/node.js';
import type { Tensor } from '../../tensor/index.js';

/** A walk that finds nothing in so many nodes goes through a loop of a model's own. */
const mostNodes = 2000;

/**
 * The modules behind tensors: `name` for what a module has given out, `>name` for what it takes,
 * where nobody has given that out. A sum that two modules take is thus told from its parts.
 */
export class Origins {
  readonly #known = new WeakMap<Node, string[]>();

  /** Those of tensors whose nodes have not been computed yet, nearest first, each once. */
  of(tensors: readonly Tensor[]): string[] {
    const found = new Set<string>();
    const seen = new Set<Node>();
    let next = tensors.map(({ node }) => node);
    while (next.length > 0 && seen.size < mostNodes) {
      const below: Node[] = [];
      for (const node of next) {
        if (seen.has(node)) continue;
        seen.add(node);
        const names = this.#known.get(node);
        if (names === undefined) below.push(...node.inputs);
        else for (const name of names) found.add(name);
      }
      next = below;
    }
    return [...found];
  }

  /** A module has given these out. */
  give(name: string, tensors: readonly Tensor[]): void {
    for (const { node } of tensors) {
      const givers = (this.#known.get(node) ?? []).filter((one) => !one.startsWith('>'));
      this.#known.set(node, [...givers, name]);
    }
  }

  /** A module takes these. */
  take(name: string, tensors: readonly Tensor[]): void {
    for (const { node } of tensors) {
      if (!this.#known.has(node)) this.#known.set(node, [`>${name}`]);
    }
  }
}
